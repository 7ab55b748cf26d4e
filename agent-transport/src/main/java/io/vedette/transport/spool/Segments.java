package io.vedette.transport.spool;

import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/// The segments of a spool, oldest first, and the books of them all: what waits, what they take of the disk
/// and, for their notes, of the memory. The last one is the present one, which is being written.
///
/// Guarded by the spool's lock.
final class Segments {

    /// Notes that are kept in memory too, for when their files go.
    private static final int NOTES_BYTES = 2 << 20;

    private final SpoolDirectory directory;
    private final Documents documents;
    private final SpoolListener listener;
    private final ArrayDeque<Segment> queue = new ArrayDeque<>();
    private long fileBytes;
    private long waitingBatches;
    private long waitingBytes;
    private long notesBytes;

    Segments(SpoolDirectory directory, Documents documents, SpoolListener listener) {
        this.directory = directory;
        this.documents = documents;
        this.listener = listener;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    Segment oldest() {
        return queue.getFirst();
    }

    Segment present() {
        return queue.getLast();
    }

    /// The one behind this one, which may have been deleted.
    @Nullable
    Segment after(Segment segment) {
        if (segment == present()) {
            return null;
        }
        for (Segment other : queue) {
            if (other.number() > segment.number()) {
                return other;
            }
        }
        return null;
    }

    long waitingBatches() {
        return waitingBatches;
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /// Bytes of the disk that all files have.
    long fileBytes() {
        return fileBytes;
    }

    /// Makes this the present segment.
    void add(Segment segment) {
        queue.add(segment);
        fileBytes += segment.fileBytes();
        waitingBatches += segment.waiting();
        waitingBytes += segment.waitingBytes();
        notesBytes += segment.ledger().memoryBytes();
    }

    /// Puts a batch, which is in the present segment's file, into the books.
    void addBatch(int at, int length, DirectBuffer note, int noteOffset, int noteLength) {
        Segment present = present();
        Ledger ledger = present.ledger();
        long before = ledger.memoryBytes();
        int grown = ledger.add(at, length, note, noteOffset, noteLength);
        notesBytes += ledger.memoryBytes() - before;
        present.addLedgerBytes(grown);
        fileBytes += grown;
        present.add(at, length);
        waitingBatches++;
        waitingBytes += length;
        if (notesBytes > NOTES_BYTES) {
            forgetNotes();
        }
    }

    /// Sets what the present segment's file has of the disk.
    void presentBytes(long bytes) {
        Segment present = present();
        fileBytes -= present.fileBytes();
        present.dataBytes(bytes);
        fileBytes += present.fileBytes();
    }

    /// Brings a document into the frame; if it is damaged, it is reported and out of the books.
    ///
    /// @return its length, [Segment#GONE] if it is damaged, [Documents#OUT_OF_REACH] if that can't be found out
    ///         now
    int bring(Segment segment, int sequence) {
        if (segment.isGone(sequence)) {
            return Segment.GONE;
        }
        int length = documents.bring(segment, sequence);
        if (length == Segment.GONE) {
            waitingBatches -= segment.waiting();
            waitingBytes -= segment.waitingBytes();
            segment.lose(sequence);
            waitingBatches += segment.waiting();
            waitingBytes += segment.waitingBytes();
            reportLost(segment, sequence);
        }
        return length;
    }

    /// Drops what waits in the oldest segment, reports each batch and deletes the segment unless it is the
    /// present one.
    void drop(Segment oldest) {
        for (int sequence = oldest.released(); sequence < oldest.count(); sequence++) {
            int length = bring(oldest, sequence);
            if (length == Documents.OUT_OF_REACH) {
                reportLost(oldest, sequence);
            } else if (length != Segment.GONE) {
                listener.onDropped(documents.frame().buffer(), Frame.HEADER_BYTES, length, DropReason.SPOOL_FULL);
            }
        }
        release(oldest, oldest.count());
        deleteReleased();
    }

    /// Releases all documents up to this one, and deletes the segments of which nothing waits.
    ///
    /// @param number of its segment
    /// @return whether any was deleted
    boolean releaseUpTo(int number, int sequence) {
        int before = queue.size();
        Segment first = oldest();
        while (first.number() < number) {
            release(first, first.count());
            deleteReleased();
            first = oldest();
        }
        if (first.number() == number) {
            release(first, sequence + 1);
        }
        deleteReleased();
        return queue.size() < before;
    }

    /// Deletes the oldest segments as far as nothing of them waits, but never the present one. A damaged one is
    /// set aside.
    void deleteReleased() {
        Segment first = queue.peekFirst();
        while (first != null && first != present() && first.isReleased()) {
            queue.removeFirst();
            fileBytes -= first.fileBytes();
            notesBytes -= first.ledger().memoryBytes();
            first.ledger().leaveMemory();
            documents.forget(first);
            if (first.isDamaged()) {
                directory.setAside(first.number());
            } else {
                directory.delete(first.number());
            }
            first = queue.peekFirst();
        }
    }

    /// Ends the books. What waits stays on the disk, where its file is still there; else it is reported.
    void close() {
        for (Segment segment : queue) {
            if (segment.isReleased()) {
                directory.delete(segment.number());
            } else if (!documents.hasFile(segment)) {
                reportAll(segment);
            }
            segment.ledger().closeFile();
        }
        waitingBatches = 0;
        waitingBytes = 0;
    }

    private void release(Segment segment, int before) {
        waitingBatches -= segment.waiting();
        waitingBytes -= segment.waitingBytes();
        segment.releaseBefore(before);
        waitingBatches += segment.waiting();
        waitingBytes += segment.waitingBytes();
    }

    /// The oldest notes are left to their files.
    private void forgetNotes() {
        for (Segment segment : queue) {
            if (segment != present() && notesBytes > NOTES_BYTES / 2) {
                notesBytes -= segment.ledger().memoryBytes();
                segment.ledger().leaveMemory();
            }
        }
    }

    /// Somebody has removed the file, and no later start will find out what was in it.
    private void reportAll(Segment segment) {
        for (int sequence = segment.released(); sequence < segment.count(); sequence++) {
            if (!segment.isGone(sequence)) {
                reportLost(segment, sequence);
            }
        }
    }

    /// The notes may have to be read for it.
    private void reportLost(Segment segment, int sequence) {
        long before = segment.ledger().memoryBytes();
        segment.ledger().lost(sequence, listener);
        notesBytes += segment.ledger().memoryBytes() - before;
    }
}
