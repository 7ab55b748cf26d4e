package io.vedette.transport.spool;

import java.io.IOException;
import java.nio.file.Files;
import org.agrona.DirectBuffer;

/// The end of the spool that is written to: has room on the disk before it writes, and begins another segment
/// when the present one is full or its file is spoiled. Guarded by the spool's lock.
///
/// Chronicle throws unchecked exceptions and errors where the disk fails; then the caller is to [#giveUpFile].
final class Tail implements AutoCloseable {

    private final SpoolConfig config;
    private final SpoolDirectory directory;
    private final Segments segments;
    private final Frame frame;
    private final long segmentBytes;
    private final SegmentRoll roll;
    private final SegmentFiles files;
    private boolean givenUp;

    /// @param first number of the segment that is written first
    Tail(SpoolConfig config, SpoolDirectory directory, Segments segments, Frame frame, int first) {
        this.config = config;
        this.directory = directory;
        this.segments = segments;
        this.frame = frame;
        segmentBytes = Math.min(config.segmentBytes(), config.quotaBytes() / 4);
        roll = new SegmentRoll(first);
        files = new SegmentFiles(config.directory(), roll, config.maxBatchBytes(), segmentBytes);
    }

    /// To be called once, before all else.
    void begin() throws IOException {
        open(roll.segment());
    }

    /// Appends a batch, for which there must be room.
    ///
    /// @return its position
    long append(DirectBuffer batch, int offset, int length, DirectBuffer note, int noteOffset, int noteLength)
            throws IOException {
        Segment present = segments.present();
        long position = SegmentRoll.position(present.number(), present.count());
        int size = frame.write(position, batch, offset, length);
        long given = files.append(frame.array(size), size);
        if (given != position) {
            throw new IOException("it was changed by somebody else");
        }
        segments.addBatch(files.offset(), length, note, noteOffset, noteLength);
        return position;
    }

    /// Makes room for a batch, if need be in another segment and in place of the oldest ones.
    ///
    /// @return false if there is none
    boolean makeRoom(int length) throws IOException {
        Segment present = segments.present();
        boolean isFull = present.count() > 0
                && (files.end() + length > segmentBytes || present.count() >= roll.maxMessagesPerCycle());
        if (isGivenUp() || isFull) {
            startSegment();
        }
        int size = Frame.HEADER_BYTES + length;
        while (segments.fileBytes() + length > config.quotaBytes()) {
            if (!dropOldest()) {
                return false;
            }
        }
        while (!takeRoom(size)) {
            if (!dropOldest()) {
                return false;
            }
        }
        return true;
    }

    /// Nothing more is put into the present file, which is gone or spoiled.
    void giveUpFile() {
        givenUp = true;
    }

    /// If even what was just written can't be read, its file is of no use either.
    boolean isGivenUp() {
        return givenUp || segments.present().isDamaged();
    }

    /// Gives the present file up if somebody has removed it.
    void lookAfterFile() {
        givenUp |= !Files.exists(directory.live(segments.present().number()));
    }

    /// @return the number of a segment that is left out, between the present one and the next
    int skipSegment() {
        givenUp = true;
        roll.next();
        return roll.segment();
    }

    /// To be called after files were deleted.
    void refresh() {
        files.refresh();
    }

    @Override
    public void close() {
        files.close();
    }

    /// Takes the batch's room from the disk, if the disk has more than is to be left alone.
    private boolean takeRoom(int size) {
        long missing = files.missing(size);
        if (missing == 0) {
            return true;
        }
        if (directory.freeBytes() - missing < config.reserveBytes()) {
            return false;
        }
        try {
            files.take(missing);
            return true;
        } catch (IOException e) {
            // Somebody else took it in between.
            return false;
        } finally {
            segments.presentBytes(files.taken());
        }
    }

    private boolean dropOldest() throws IOException {
        Segment oldest = segments.oldest();
        if (oldest == segments.present()) {
            if (oldest.count() == 0) {
                return false;
            }
            startSegment();
        }
        segments.drop(oldest);
        files.refresh();
        return true;
    }

    private void startSegment() throws IOException {
        boolean isFileSpoiled = isGivenUp();
        open(roll.segment() + 1);
        roll.next();
        if (isFileSpoiled) {
            directory.deleteMetadata();
            files.renew();
            directory.restrictMetadata();
        }
        givenUp = false;
        segments.deleteReleased();
        files.refresh();
    }

    private void open(int number) throws IOException {
        if (!segments.isEmpty()) {
            finish(segments.present());
        }
        directory.create(number);
        boolean begun = false;
        try {
            files.begin(directory.live(number));
            begun = true;
        } finally {
            if (!begun) {
                directory.delete(number);
            }
        }
        files.refresh();
        segments.add(new Segment(number, Ledger.create(directory.ledger(number))));
    }

    private void finish(Segment present) throws IOException {
        if (!present.isFinished()) {
            directory.finish(present.number());
            present.finish();
            present.ledger().closeFile();
        }
    }
}
