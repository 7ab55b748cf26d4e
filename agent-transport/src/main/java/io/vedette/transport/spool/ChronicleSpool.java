package io.vedette.transport.spool;

import io.vedette.transport.spool.SpoolException.Issue;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/// A spool on disk: what [#append] returned a position for is there after a `kill -9`, though not after a
/// power cut.
///
/// Batches lie in segments, files of a bounded size. Each start opens a new one, so that nothing is ever
/// written behind what a dead process left. A segment is deleted when all of it is acknowledged. When the
/// quota or the room on the disk is used up, the oldest segment goes as a whole and each of its
/// unacknowledged batches is reported. A document that is not what was written is skipped and reported as
/// corrupt; a segment that cannot be read at all is set aside.
///
/// The acknowledged position is kept too. If it is lost, everything stored is sent again.
public final class ChronicleSpool implements Spool {

    /// Free space is looked at once for this many bytes.
    private static final int SPACE_CHECK_BYTES = 1 << 20;

    private final SpoolConfig config;
    private final SpoolListener listener;
    private final SpoolDirectory directory;
    private final AckFile acknowledged;
    private final SegmentFiles files;
    private final SegmentRoll roll;
    private final Frame frame = new Frame();
    private final long segmentBytes;

    /// Oldest first; the last one is being written.
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();

    private Segment present;
    private Segment cursor;
    private int cursorSequence;
    private long fileBytes;
    private long waitingBatches;
    private long waitingBytes;
    private long unchecked = SPACE_CHECK_BYTES;
    private boolean broken;
    private boolean closed;

    private ChronicleSpool(SpoolConfig config, SpoolListener listener, SpoolDirectory directory, AckFile acknowledged)
            throws SpoolException {
        this.config = config;
        this.listener = listener;
        this.directory = directory;
        this.acknowledged = acknowledged;
        this.segmentBytes = Math.min(config.segmentBytes(), config.quotaBytes() / 4);

        List<Integer> found = directory.segments();
        int last = found.isEmpty() ? 0 : found.getLast();
        roll = new SegmentRoll(Math.max(last, SegmentRoll.segmentOf(Math.max(0, acknowledged.position()))) + 1);
        files = new SegmentFiles(config.directory(), roll, config.maxBatchBytes());
        directory.restrictMetadata();
        Recovery recovery = new Recovery(directory, files, frame, listener);
        for (int number : found) {
            Segment segment = recovery.recover(number, acknowledged.position());
            if (segment != null) {
                segments.add(segment);
                fileBytes += segment.fileBytes();
                waitingBatches += segment.waiting();
                waitingBytes += segment.waitingBytes();
            }
        }
        present = new Segment(roll.segment());
        try {
            directory.create(present.number());
        } catch (IOException e) {
            files.close();
            throw SpoolDirectory.notWritable(config.directory(), e);
        }
        segments.add(present);
        fileBytes += present.fileBytes();
        cursor = segments.getFirst();
        rewind();
    }

    /// Takes possession of a directory and of the batches in it.
    ///
    /// @throws SpoolException it cannot be used; nothing was changed but what had been created
    public static ChronicleSpool open(SpoolConfig config, SpoolListener listener) throws SpoolException {
        QuietChronicle.configure();
        SpoolDirectory directory = new SpoolDirectory(config.directory());
        @Nullable AckFile acknowledged = null;
        boolean opened = false;
        try {
            if (directory.freeBytes() < config.reserveBytes()) {
                throw new SpoolException(
                        Issue.NO_SPACE,
                        "spool directory " + config.directory() + " has " + (directory.freeBytes() >> 20)
                                + " MiB free, less than the reserve of " + (config.reserveBytes() >> 20) + " MiB");
            }
            directory.prepare();
            acknowledged = directory.openAckFile();
            ChronicleSpool spool = new ChronicleSpool(config, listener, directory, acknowledged);
            opened = true;
            return spool;
        } finally {
            if (!opened) {
                if (acknowledged != null) {
                    acknowledged.close();
                }
                directory.close();
            }
        }
    }

    @Override
    public synchronized long append(DirectBuffer batch, int offset, int length) {
        if (closed) {
            return CLOSED;
        }
        batch.boundsCheck(offset, length);
        if (length > config.maxBatchBytes()) {
            return TOO_LARGE;
        }
        try {
            if (!makeRoom(length)) {
                return FAILED;
            }
            return write(batch, offset, length);
        } catch (Exception | InternalError | AssertionError e) {
            // InternalError: the disk was full after all when a mapped page was touched.
            unchecked = SPACE_CHECK_BYTES;
            broken = true;
            return FAILED;
        }
    }

    @Override
    public synchronized boolean read(SpoolReader reader) {
        while (!closed && advanceCursor()) {
            long position = SegmentRoll.position(cursor.number(), cursorSequence);
            int length = cursor.isGone(cursorSequence) ? Segment.GONE : load(cursor, cursorSequence);
            cursorSequence++;
            if (length != Segment.GONE) {
                reader.onBatch(position, frame.buffer(), Frame.HEADER_BYTES, length);
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized void rewind() {
        cursor = segments.getFirst();
        cursorSequence = cursor.released();
    }

    @Override
    public synchronized void ack(long position) {
        int number = SegmentRoll.segmentOf(position);
        int sequence = SegmentRoll.sequenceOf(position);
        boolean isKnown = number < present.number() || (number == present.number() && sequence < present.count());
        if (closed || position <= acknowledged.position() || !isKnown) {
            return;
        }
        acknowledged.advance(position);
        Segment first = segments.getFirst();
        while (first.number() < number) {
            release(first, first.count());
            deleteReleased();
            first = segments.getFirst();
        }
        if (first.number() == number) {
            release(first, sequence + 1);
        }
        deleteReleased();
        if (cursorSequence < cursor.released()) {
            cursorSequence = cursor.released();
        }
    }

    @Override
    public synchronized long waitingBatches() {
        return waitingBatches;
    }

    @Override
    public synchronized long waitingBytes() {
        return waitingBytes;
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        files.close();
        acknowledged.close();
        for (Segment segment : segments) {
            if (segment.isReleased()) {
                directory.delete(segment.number());
            }
        }
        waitingBatches = 0;
        waitingBytes = 0;
        directory.close();
    }

    private long write(DirectBuffer batch, int offset, int length) {
        int size = frame.write(batch, offset, length);
        long position = files.append(frame.array(size), size);
        long before = present.fileBytes();
        present.add(length);
        fileBytes += present.fileBytes() - before;
        waitingBatches++;
        waitingBytes += length;
        unchecked += length;
        return position;
    }

    private boolean makeRoom(int length) throws IOException {
        boolean isFull = present.fileBytes() + length > segmentBytes || present.count() >= roll.maxMessagesPerCycle();
        if (broken) {
            files.closeAppender();
        }
        if (broken || (present.count() > 0 && isFull)) {
            startSegment();
            broken = false;
        }
        while (fileBytes + length > config.quotaBytes() || !hasSpace()) {
            if (!dropOldest()) {
                return false;
            }
        }
        return true;
    }

    private boolean hasSpace() {
        if (unchecked >= SPACE_CHECK_BYTES) {
            if (directory.freeBytes() < config.reserveBytes()) {
                return false;
            }
            unchecked = 0;
        }
        return true;
    }

    private void startSegment() throws IOException {
        int number = roll.segment() + 1;
        directory.create(number);
        roll.next();
        present = new Segment(number);
        segments.add(present);
        fileBytes += present.fileBytes();
        deleteReleased();
    }

    private boolean dropOldest() throws IOException {
        Segment oldest = segments.getFirst();
        if (oldest == present) {
            if (present.count() == 0) {
                return false;
            }
            startSegment();
        }
        for (int sequence = oldest.released(); sequence < oldest.count(); sequence++) {
            int length = oldest.isGone(sequence) ? Segment.GONE : load(oldest, sequence);
            if (length != Segment.GONE) {
                listener.onDropped(frame.buffer(), Frame.HEADER_BYTES, length, DropReason.SPOOL_FULL);
            }
        }
        release(oldest, oldest.count());
        deleteReleased();
        return true;
    }

    /// Brings a document into the frame; if it is damaged, it is reported and out of the books.
    private int load(Segment segment, int sequence) {
        int length = Segment.GONE;
        try {
            int size = files.read(SegmentRoll.position(segment.number(), sequence), frame);
            length = frame.check(size);
        } catch (Exception | InternalError | AssertionError e) {
            files.forget(segment.number());
        }
        if (length == Segment.GONE) {
            waitingBatches -= segment.waiting();
            waitingBytes -= segment.waitingBytes();
            segment.lose(sequence);
            // If even what was just written can't be read, its file is gone or spoiled: nothing more is put there.
            broken |= segment == present;
            waitingBatches += segment.waiting();
            waitingBytes += segment.waitingBytes();
            listener.onCorrupt(1);
        }
        return length;
    }

    private boolean advanceCursor() {
        while (cursorSequence >= cursor.count()) {
            Segment next = after(cursor);
            if (next == null) {
                return false;
            }
            cursor = next;
            cursorSequence = next.released();
        }
        return true;
    }

    private @Nullable Segment after(Segment segment) {
        if (segment == present) {
            return null;
        }
        for (Segment other : segments) {
            if (other.number() > segment.number()) {
                return other;
            }
        }
        return null;
    }

    private void release(Segment segment, int before) {
        waitingBatches -= segment.waiting();
        waitingBytes -= segment.waitingBytes();
        segment.releaseBefore(before);
        waitingBatches += segment.waiting();
        waitingBytes += segment.waitingBytes();
    }

    private void deleteReleased() {
        boolean deleted = false;
        for (Segment first = segments.getFirst(); first != present && first.isReleased(); first = segments.getFirst()) {
            segments.removeFirst();
            fileBytes -= first.fileBytes();
            files.forget(first.number());
            directory.delete(first.number());
            deleted = true;
            if (cursor == first) {
                rewind();
            }
        }
        if (deleted) {
            files.refresh();
        }
    }
}
