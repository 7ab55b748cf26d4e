package io.vedette.transport.spool;

/// Where the spool is read: goes from document to document over all segments. What is released in between is
/// passed over. Guarded by the spool's lock.
final class Cursor {

    private final Segments segments;
    private Segment segment;
    private int sequence;

    /// Stands at the oldest document that is not released.
    Cursor(Segments segments) {
        this.segments = segments;
        segment = segments.oldest();
        sequence = segment.released();
    }

    /// Moves back to the oldest document that is not released.
    void rewind() {
        segment = segments.oldest();
        sequence = segment.released();
    }

    /// Finds the document that is next, which may be where the cursor stands.
    ///
    /// @return false if there is none
    boolean find() {
        // A segment that was deleted meanwhile is released as a whole.
        sequence = Math.max(sequence, segment.released());
        while (sequence >= segment.count()) {
            Segment next = segments.after(segment);
            if (next == null) {
                return false;
            }
            segment = next;
            sequence = next.released();
        }
        return true;
    }

    /// Moves behind the document that was found.
    void pass() {
        sequence++;
    }

    /// That of the document that was found.
    Segment segment() {
        return segment;
    }

    /// The place in its segment of the document that was found.
    int sequence() {
        return sequence;
    }
}
