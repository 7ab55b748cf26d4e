package io.vedette.transport.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// Reads documents out of a segment's file by plain reads: a file that is cut, damaged or gone is an
/// exception here, where a mapped one would be a signal.
///
/// Chronicle Queue's file is a row of documents, each with four bytes in front of it:
///
///     31         30      29              0
///     +----------+-------+---------------+----------------
///     | unfinished | meta |    length    |  document …        aligned to 4 bytes
///     +----------+-------+---------------+----------------
///
/// Guarded by the spool's lock.
final class SegmentReader implements AutoCloseable {

    /// There is no document, or it was never finished.
    static final int NONE = -1;

    /// The bytes are not those of a document.
    static final int DAMAGED = -2;

    private static final int LENGTH_BYTES = 4;
    private static final int UNFINISHED = 0x8000_0000;
    private static final int META = 0x4000_0000;
    private static final int MAX_META_BYTES = 16 << 20;

    private final int maxDocumentBytes;
    private final byte[] four = new byte[LENGTH_BYTES];
    private final UnsafeBuffer fourView = new UnsafeBuffer(four);
    private @Nullable RandomAccessFile file;
    private int opened = -1;
    private int found;
    private int after;

    SegmentReader(int maxDocumentBytes) {
        this.maxDocumentBytes = maxDocumentBytes;
    }

    boolean isOpen(int segment) {
        return opened == segment;
    }

    /// Opens a segment's file in place of the one before.
    void open(Path path, int segment) throws IOException {
        close();
        file = new RandomAccessFile(path.toFile(), "r");
        opened = segment;
    }

    /// Copies a document's first bytes into the frame. A file must be open.
    ///
    /// @param offset of the document in the file
    void read(int offset, int size, Frame frame) throws IOException {
        RandomAccessFile from = present();
        byte[] array = frame.array(size);
        from.seek(offset);
        from.readFully(array, 0, size);
    }

    /// Finds the next document of data. A file must be open.
    ///
    /// @param from where the document before it ends, 0 for the first
    /// @return its length, [#NONE] or [#DAMAGED]; where it lies is in [#found]
    int find(int from) throws IOException {
        RandomAccessFile in = present();
        long fileBytes = in.length();
        long at = from;
        while (at + LENGTH_BYTES <= fileBytes) {
            in.seek(at);
            in.readFully(four);
            int header = fourView.getInt(0, ByteOrder.LITTLE_ENDIAN);
            if (header == 0 || (header & UNFINISHED) != 0) {
                return at == 0 && header != 0 ? DAMAGED : NONE;
            }
            boolean isMeta = (header & META) != 0;
            int length = header & ~META;
            if (length > (isMeta ? MAX_META_BYTES : maxDocumentBytes) || (at == 0 && !isMeta)) {
                return DAMAGED;
            }
            found = Math.toIntExact(at + LENGTH_BYTES);
            at = align(at + LENGTH_BYTES + length);
            after = (int) Math.min(Integer.MAX_VALUE, at);
            if (!isMeta) {
                return length;
            }
        }
        return NONE;
    }

    /// Where the document that was found lies.
    int found() {
        return found;
    }

    /// Where the one behind it would begin.
    int after() {
        return after;
    }

    static int end(int offset, int size) {
        return (int) align((long) offset + size);
    }

    /// Forgets a file, which may be gone soon.
    void forget(int segment) {
        if (opened == segment) {
            close();
        }
    }

    @Override
    public void close() {
        RandomAccessFile open = file;
        file = null;
        opened = -1;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Nothing was written.
            }
        }
    }

    private static long align(long position) {
        return (position + 3) & ~3L;
    }

    private RandomAccessFile present() throws IOException {
        RandomAccessFile open = file;
        if (open == null) {
            throw new IOException("no file is open");
        }
        return open;
    }
}
