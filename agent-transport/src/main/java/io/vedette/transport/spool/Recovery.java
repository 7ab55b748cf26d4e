package io.vedette.transport.spool;

import org.jspecify.annotations.Nullable;

/// Finds out what an earlier process left in a segment, and takes away what nobody needs any more. Used once,
/// while the spool is opened.
final class Recovery {

    private final SpoolDirectory directory;
    private final SegmentFiles files;
    private final Frame frame;
    private final SpoolListener listener;

    Recovery(SpoolDirectory directory, SegmentFiles files, Frame frame, SpoolListener listener) {
        this.directory = directory;
        this.files = files;
        this.frame = frame;
        this.listener = listener;
    }

    /// Looks into a segment.
    ///
    /// @param acknowledged the last acknowledged position, or [AckFile#NOTHING]
    /// @return the segment, or null if nothing in it waits
    @Nullable
    Segment recover(int number, long acknowledged) {
        boolean anyAcknowledged = acknowledged != AckFile.NOTHING;
        if (anyAcknowledged && number < SegmentRoll.segmentOf(acknowledged)) {
            directory.delete(number);
            return null;
        }
        Segment segment = new Segment(number);
        try {
            scan(segment);
        } catch (Exception | InternalError | AssertionError e) {
            files.forget(number);
            directory.setAside(number);
            files.refresh();
            listener.onCorrupt(Math.max(1, segment.count()));
            return null;
        }
        if (anyAcknowledged && number == SegmentRoll.segmentOf(acknowledged)) {
            segment.releaseBefore(SegmentRoll.sequenceOf(acknowledged) + 1);
        }
        if (segment.isReleased()) {
            files.forget(number);
            directory.delete(number);
            files.refresh();
            return null;
        }
        return segment;
    }

    /// Only the last document can be unfinished: it is checked. The others are when they are read; of them
    /// just the length is looked at.
    private void scan(Segment segment) {
        int size = files.read(SegmentRoll.position(segment.number(), 0), frame);
        while (size >= 0) {
            int length = frame.claimedLength(size);
            int next = files.read(SegmentRoll.position(segment.number(), segment.count() + 1), frame);
            if (next < 0 && length != Segment.GONE) {
                files.read(SegmentRoll.position(segment.number(), segment.count()), frame);
                length = frame.check(size);
            }
            if (length == Segment.GONE) {
                listener.onCorrupt(1);
            }
            segment.add(length);
            size = next;
        }
    }
}
