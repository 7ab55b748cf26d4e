package io.vedette.transport.spool;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out what an earlier process left in a segment, and takes away what nobody needs any more. Used once,
/// while the spool is opened.
///
/// The ledger says where documents lie; what is behind its end is looked for in the file itself. Documents
/// are checked when they are read.
final class Recovery {

    /// What is taken of the disk behind the last document, about.
    private static final int TAIL_BYTES = 16 << 10;

    private final SpoolDirectory directory;
    private final SegmentReader reader;
    private final Frame frame;
    private final SpoolListener listener;
    private final int maxBatchBytes;
    private int dataEnd;

    Recovery(SpoolDirectory directory, SegmentReader reader, Frame frame, SpoolListener listener, int maxBatchBytes) {
        this.directory = directory;
        this.reader = reader;
        this.frame = frame;
        this.listener = listener;
        this.maxBatchBytes = maxBatchBytes;
    }

    /// Looks into all segments, one at a time, so that a spool of any size is known in bounded memory. What is
    /// beyond the quota is dropped.
    ///
    /// @param found numbers of the segments, ascending
    /// @param acknowledged the last acknowledged position, or [AckFile#NOTHING]
    /// @param segments that those in which something waits are added to
    void recover(List<Integer> found, long acknowledged, long quotaBytes, Segments segments) {
        for (int number : found) {
            Segment segment = recover(number, acknowledged);
            if (segment != null) {
                segments.add(segment);
                while (segments.fileBytes() > quotaBytes && segments.oldest() != segment) {
                    segments.drop(segments.oldest());
                }
            }
        }
    }

    /// @return the segment, or null if nothing in it waits
    private @Nullable Segment recover(int number, long acknowledged) {
        boolean anyAcknowledged = acknowledged != AckFile.NOTHING;
        if (anyAcknowledged && number < SegmentRoll.segmentOf(acknowledged)) {
            directory.delete(number);
            return null;
        }
        Segment segment = new Segment(number, Ledger.of(directory.ledger(number)));
        boolean isDamaged = scan(segment);
        if (anyAcknowledged && number == SegmentRoll.segmentOf(acknowledged)) {
            segment.releaseBefore(SegmentRoll.sequenceOf(acknowledged) + 1);
        }
        if (isDamaged && segment.count() == 0) {
            listener.onCorrupt(1);
        }
        if (segment.isReleased()) {
            reader.forget(number);
            if (isDamaged) {
                directory.setAside(number);
            } else {
                directory.delete(number);
            }
            return null;
        }
        segment.finish();
        if (isDamaged) {
            segment.damage();
        }
        // The file may be longer, by a hole that takes no room.
        segment.dataBytes(dataEnd + TAIL_BYTES);
        segment.addLedgerBytes(directory.ledgerBytes(number));
        segment.ledger().leaveMemory();
        return segment;
    }

    /// @return whether there are bytes in it that are no documents
    private boolean scan(Segment segment) {
        Ledger ledger = segment.ledger();
        int after = 0;
        for (int sequence = 0; sequence < ledger.count(); sequence++) {
            int offset = ledger.offset(sequence);
            int length = ledger.length(sequence);
            segment.add(offset, length > 0 && length <= maxBatchBytes && offset > 0 ? length : Segment.GONE);
            after = SegmentReader.end(offset, Frame.HEADER_BYTES + length);
        }
        dataEnd = after;
        try {
            return scanOn(segment, after);
        } catch (IOException | ArithmeticException e) {
            return true;
        }
    }

    private boolean scanOn(Segment segment, int from) throws IOException {
        reader.open(directory.finished(segment.number()), segment.number());
        int size = reader.find(from);
        while (size >= 0) {
            int length = Segment.GONE;
            if (size > Frame.HEADER_BYTES) {
                reader.read(reader.found(), Frame.HEADER_BYTES, frame);
                length = frame.claimedLength(size);
            }
            if (length == Segment.GONE) {
                listener.onCorrupt(1);
            }
            segment.add(reader.found(), length);
            dataEnd = reader.after();
            size = reader.find(reader.after());
        }
        return size == SegmentReader.DAMAGED;
    }
}
