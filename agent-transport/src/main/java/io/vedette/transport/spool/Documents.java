package io.vedette.transport.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Brings documents back from their files, checked. Changes no books. Guarded by the spool's lock.
final class Documents implements AutoCloseable {

    /// In place of a length: the document may be as it was, but no file can be opened now.
    static final int OUT_OF_REACH = -1;

    private final SpoolDirectory directory;
    private final SegmentReader reader;
    private final Frame frame;

    /// @param reader owned
    Documents(SpoolDirectory directory, SegmentReader reader, Frame frame) {
        this.directory = directory;
        this.reader = reader;
        this.frame = frame;
    }

    /// Where the document that was brought last is.
    Frame frame() {
        return frame;
    }

    /// Brings a document into the frame.
    ///
    /// @return its length, [Segment#GONE] if it is damaged, [#OUT_OF_REACH] if that can't be found out now
    int bring(Segment segment, int sequence) {
        int number = segment.number();
        try {
            int size = Frame.HEADER_BYTES + segment.length(sequence);
            if (!reader.isOpen(number)) {
                reader.open(file(segment), number);
            }
            reader.read(segment.offset(sequence), size, frame);
            return frame.check(SegmentRoll.position(number, sequence), size);
        } catch (IOException e) {
            reader.forget(number);
            return directory.isOutOfReach() ? OUT_OF_REACH : Segment.GONE;
        }
    }

    /// Whether nobody has removed the segment's file.
    boolean hasFile(Segment segment) {
        return Files.exists(file(segment));
    }

    /// To be called before the segment's file goes.
    void forget(Segment segment) {
        reader.forget(segment.number());
    }

    @Override
    public void close() {
        reader.close();
    }

    private Path file(Segment segment) {
        int number = segment.number();
        return segment.isFinished() ? directory.finished(number) : directory.live(number);
    }
}
