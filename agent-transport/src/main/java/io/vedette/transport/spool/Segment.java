package io.vedette.transport.spool;

import org.agrona.collections.IntArrayList;

/// What is known of one file: the length of each batch in it, and how many of them are released.
///
/// Guarded by the spool's lock. A length of [#GONE] stands for a document that is damaged.
final class Segment {

    /// In place of a length: the document's bytes were wrong.
    static final int GONE = 0;

    /// What a file takes before the first batch, about: header and index.
    private static final int OVERHEAD_BYTES = 16 << 10;

    private final int number;
    private final IntArrayList lengths = new IntArrayList();
    private int released;
    private int waiting;
    private long waitingBytes;
    private long fileBytes = OVERHEAD_BYTES;

    Segment(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /// Documents in the file.
    int count() {
        return lengths.size();
    }

    /// The first document that is not released.
    int released() {
        return released;
    }

    int waiting() {
        return waiting;
    }

    long waitingBytes() {
        return waitingBytes;
    }

    long fileBytes() {
        return fileBytes;
    }

    boolean isReleased() {
        return released == lengths.size();
    }

    boolean isGone(int sequence) {
        return lengths.getInt(sequence) == GONE;
    }

    void add(int length) {
        lengths.addInt(length);
        fileBytes += Frame.HEADER_BYTES + (long) length + Integer.BYTES;
        if (length != GONE) {
            waiting++;
            waitingBytes += length;
        }
    }

    /// Takes a damaged document out of the books.
    void lose(int sequence) {
        forget(sequence);
        lengths.setInt(sequence, GONE);
    }

    /// Releases all documents before this one.
    void releaseBefore(int sequence) {
        while (released < Math.min(sequence, lengths.size())) {
            forget(released);
            released++;
        }
    }

    private void forget(int sequence) {
        int length = lengths.getInt(sequence);
        if (length != GONE) {
            waiting--;
            waitingBytes -= length;
        }
    }
}
