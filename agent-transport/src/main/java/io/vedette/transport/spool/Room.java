package io.vedette.transport.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// Room in a segment's file, taken from the disk before it is written to through a mapping: a mapped page for
/// which the disk has no room left would be a signal, not an error. Zeros are written, a step at a time.
///
/// Guarded by the spool's lock.
final class Room implements AutoCloseable {

    private static final int MIN_STEP_BYTES = 4 << 10;
    private static final int MAX_STEP_BYTES = 256 << 10;

    /// What Chronicle may write beside a document: a header, a part of its index.
    private static final int SLACK_BYTES = 16 << 10;

    private static final byte[] ZEROS = new byte[8 << 10];

    private final RandomAccessFile file;
    private final long stepBytes;
    private long taken;

    /// @param path a file that is there
    Room(Path path, long segmentBytes) throws IOException {
        file = new RandomAccessFile(path.toFile(), "rw");
        stepBytes = Math.clamp(segmentBytes / 32, MIN_STEP_BYTES, MAX_STEP_BYTES);
    }

    /// Bytes that are still to be taken for a document of this size.
    ///
    /// @param end where the last document ends
    long missing(long end, int size) {
        long needed = end + size + SLACK_BYTES;
        return needed <= taken ? 0 : (needed - taken + stepBytes - 1) / stepBytes * stepBytes;
    }

    /// Takes that many bytes.
    void take(long bytes) throws IOException {
        long until = taken + bytes;
        for (long at = taken; at < until; at += ZEROS.length) {
            file.seek(at);
            file.write(ZEROS, 0, (int) Math.min(ZEROS.length, until - at));
            taken = Math.min(until, at + ZEROS.length);
        }
    }

    long taken() {
        return taken;
    }

    /// Makes sure that the file is what it was: nobody has cut it off behind its mapping. The call into the
    /// kernel is also where a fault of the mapping comes up, if there was one.
    void check() throws IOException {
        if (file.length() < taken) {
            throw new IOException("the file was cut");
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // What was written is with the kernel.
        }
    }
}
