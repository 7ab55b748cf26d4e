package io.vedette.transport.compress;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Reads what a [ContinuedCompressor] wrote, message after message of one stream. It takes some 0.5 MiB; one thread
/// uses it and closes it.
public final class ContinuedDecompressor implements AutoCloseable {

    private final Parts parts = new Parts();
    private final ZstdInputStreamNoFinalizer inflated;

    public ContinuedDecompressor() throws IOException {
        inflated = new ZstdInputStreamNoFinalizer(parts, RecyclingBufferPool.INSTANCE)
                .setContinuous(true)
                .setLongMax(ContinuedCompressor.WINDOW_LOG);
    }

    /// Reads the next message, all of it, so that the one after it can be read too.
    ///
    /// @param kept bytes of it that are given back at most
    /// @param readPast bytes that it may have
    /// @throws IOException it does not continue the frame, asks for too much memory or is too long; then no other
    ///     message of the stream can be read
    public byte[] next(InputStream message, int kept, int readPast) throws IOException {
        parts.current = message;
        byte[] bytes = inflated.readNBytes(kept);
        if (bytes.length == kept) {
            long left = (long) readPast - kept;
            while (inflated.read() >= 0) {
                left -= 1 + inflated.skip(left);
                if (left < 0) {
                    throw new IOException("a message inflates to more than " + readPast + " bytes");
                }
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        try {
            inflated.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The frame as far as it has come. Its end is the end of the message at hand.
    private static final class Parts extends InputStream {

        private InputStream current = nullInputStream();

        @Override
        public int read() throws IOException {
            return current.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return current.read(into, offset, length);
        }

        @Override
        public int available() throws IOException {
            return current.available();
        }
    }
}
