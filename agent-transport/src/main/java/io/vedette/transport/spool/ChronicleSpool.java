package io.vedette.transport.spool;

import io.vedette.transport.spool.SpoolException.Issue;
import java.io.IOException;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// A spool on disk: what [#append] returned a position for is there after a `kill -9`, though not after a
/// power cut.
///
/// Batches lie in segments, files of a bounded size. Each start opens a new one, so that nothing is ever
/// written behind what a dead process left. A segment is deleted when all of it is acknowledged. When the
/// quota or the room on the disk is used up, the oldest segment goes as a whole and each of its
/// unacknowledged batches is reported. A document that is not what was written is skipped and reported, with
/// the note that came with it if that is left; a segment that cannot be read at all is set aside. Where the
/// process has no file descriptor left, nothing is handed over until it has.
///
/// No fault of the disk throws: what cannot be kept is [#FAILED], and what is to be written to has its room
/// on the disk before.
///
/// The acknowledged position is kept too. If it is lost, everything stored is sent again.
public final class ChronicleSpool implements Spool {

    /// Of any configuration: what claims to be larger is damaged.
    private static final int LARGEST_BATCH_BYTES = 4 << 20;

    private static final UnsafeBuffer NO_NOTE = new UnsafeBuffer(new byte[0]);

    private final SpoolConfig config;
    private final SpoolDirectory directory;
    private final AckFile acknowledged;
    private final Documents documents;
    private final Segments segments;
    private final Tail tail;
    private final Cursor cursor;
    private String trouble = "";
    private boolean closed;

    private ChronicleSpool(SpoolConfig config, SpoolListener listener, SpoolDirectory directory, AckFile acknowledged)
            throws SpoolException {
        this.config = config;
        this.directory = directory;
        this.acknowledged = acknowledged;

        Frame frame = new Frame();
        SegmentReader reader = new SegmentReader(LARGEST_BATCH_BYTES + Frame.HEADER_BYTES + Integer.BYTES);
        documents = new Documents(directory, reader, frame);
        segments = new Segments(directory, documents, listener);
        List<Integer> found = directory.segments();
        int last = found.isEmpty() ? 0 : found.getLast();
        int lastAcknowledged = SegmentRoll.segmentOf(Math.max(0, acknowledged.position()));
        tail = new Tail(config, directory, segments, frame, Math.max(last, lastAcknowledged) + 1);
        boolean opened = false;
        try {
            directory.restrictMetadata();
            new Recovery(directory, reader, frame, listener, LARGEST_BATCH_BYTES)
                    .recover(found, acknowledged.position(), config.quotaBytes(), segments);
            tail.begin();
            opened = true;
        } catch (IOException e) {
            throw SpoolDirectory.notWritable(config.directory(), e);
        } finally {
            if (!opened) {
                documents.close();
                tail.close();
            }
        }
        cursor = new Cursor(segments);
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
        } catch (RuntimeException | InternalError | AssertionError e) {
            // Chronicle's own small files met a disk that is full or failing.
            throw new SpoolException(
                    Issue.NOT_WRITABLE, "spool directory " + config.directory() + " cannot be used: " + oneLine(e));
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
    public long append(DirectBuffer batch, int offset, int length) {
        return append(batch, offset, length, NO_NOTE, 0, 0);
    }

    @Override
    public synchronized long append(
            DirectBuffer batch, int offset, int length, DirectBuffer note, int noteOffset, int noteLength) {
        if (closed) {
            return CLOSED;
        }
        batch.boundsCheck(offset, length);
        if (length > config.maxBatchBytes()) {
            return TOO_LARGE;
        }
        // A fault of the present file costs that file: the batch has a second try, in another one.
        boolean mayTryAgain = !tail.isGivenUp();
        long position = tryAppend(batch, offset, length, note, noteOffset, noteLength);
        return position == FAILED && mayTryAgain && tail.isGivenUp()
                ? tryAppend(batch, offset, length, note, noteOffset, noteLength)
                : position;
    }

    private long tryAppend(
            DirectBuffer batch, int offset, int length, DirectBuffer note, int noteOffset, int noteLength) {
        try {
            if (!tail.makeRoom(length)) {
                trouble = "spool directory " + config.directory() + " has no room left";
                return FAILED;
            }
            long position = tail.append(batch, offset, length, note, noteOffset, noteLength);
            trouble = "";
            return position;
        } catch (Exception | InternalError | AssertionError e) {
            // InternalError: a mapped page could not be had, as when somebody cuts the file.
            tail.giveUpFile();
            trouble = "spool directory " + config.directory() + " cannot be used: "
                    + (e instanceof IOException io ? SpoolDirectory.why(io) : oneLine(e));
            return FAILED;
        }
    }

    /// Whether a batch could be appended, without appending one.
    synchronized boolean isWritable() {
        try {
            return !closed && tail.makeRoom(1);
        } catch (Exception | InternalError | AssertionError e) {
            tail.giveUpFile();
            return false;
        }
    }

    /// Looks whether the present file still has its name; if somebody has removed it, the next append makes
    /// another.
    synchronized void lookAfterFile() {
        if (!closed) {
            tail.lookAfterFile();
        }
    }

    /// Leaves out a segment's number: positions of it are given by the caller, behind all of this spool up to
    /// now and before all that it will give.
    synchronized int skipSegment() {
        return tail.skipSegment();
    }

    @Override
    public synchronized String trouble() {
        return trouble;
    }

    @Override
    public synchronized boolean read(SpoolReader taker) {
        while (!closed && cursor.find()) {
            Segment segment = cursor.segment();
            long position = SegmentRoll.position(segment.number(), cursor.sequence());
            int length = segments.bring(segment, cursor.sequence());
            if (length == Documents.OUT_OF_REACH) {
                return false;
            }
            cursor.pass();
            if (length != Segment.GONE) {
                taker.onBatch(position, documents.frame().buffer(), Frame.HEADER_BYTES, length);
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized void rewind() {
        cursor.rewind();
    }

    @Override
    public synchronized void ack(long position) {
        int number = SegmentRoll.segmentOf(position);
        int sequence = SegmentRoll.sequenceOf(position);
        Segment present = segments.present();
        boolean isKnown = number < present.number() || (number == present.number() && sequence < present.count());
        if (closed || position <= acknowledged.position() || !isKnown) {
            return;
        }
        acknowledged.advance(position);
        if (segments.releaseUpTo(number, sequence)) {
            tail.refresh();
        }
    }

    @Override
    public synchronized long waitingBatches() {
        return segments.waitingBatches();
    }

    @Override
    public synchronized long waitingBytes() {
        return segments.waitingBytes();
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
        tail.close();
        documents.close();
        acknowledged.close();
        segments.close();
        directory.close();
    }

    private static String oneLine(Throwable fault) {
        return String.valueOf(fault.getMessage()).replaceAll("\\s+", " ");
    }
}
