package io.vedette.transport.compress;

import io.grpc.Compressor;
import java.io.IOException;
import java.io.OutputStream;

/// Compresses whole messages, one after the other, with memory that is reused. It belongs to one stream, whose
/// sending thread owns it and closes it.
public abstract sealed class MessageCompressor implements Compressor, AutoCloseable
        permits ZstdCompressor, GzipCompressor {

    private final Encoding encoding;
    private byte[] gathered = new byte[0];
    private byte[] compressed = new byte[0];
    private long inBytes;
    private long outBytes;

    MessageCompressor(Encoding encoding) {
        this.encoding = encoding;
    }

    public static MessageCompressor of(Encoding encoding) {
        return switch (encoding) {
            case ZSTD -> new ZstdCompressor();
            case GZIP -> new GzipCompressor();
            case NONE -> throw new IllegalArgumentException("nothing to compress with");
        };
    }

    /// Compresses a message into an array that is large enough by [#bound].
    ///
    /// @return its length there
    abstract int compress(byte[] message, int offset, int length, byte[] into);

    abstract int bound(int length);

    @Override
    public abstract void close();

    @Override
    public String getMessageEncoding() {
        return encoding.wireName();
    }

    /// Bytes of all messages so far.
    public long inBytes() {
        return inBytes;
    }

    /// The same after compression.
    public long outBytes() {
        return outBytes;
    }

    @Override
    public OutputStream compress(OutputStream target) {
        return new Message(target);
    }

    private void write(byte[] message, int offset, int length, OutputStream target) throws IOException {
        int bound = bound(length);
        if (compressed.length < bound) {
            compressed = new byte[bound];
        }
        int size = compress(message, offset, length, compressed);
        inBytes += length;
        outBytes += size;
        target.write(compressed, 0, size);
    }

    /// A message comes in one piece as a rule, and is compressed from where it lies.
    private final class Message extends OutputStream {

        private final OutputStream target;
        private byte[] source = {};
        private int offset;
        private int length;
        private boolean isGathered;

        Message(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int oneByte) {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            if (length == 0) {
                // Lent until the stream is closed, which is before the writer goes on.
                source = bytes;
                offset = from;
                length = count;
                return;
            }
            if (gathered.length < length + count) {
                byte[] larger = new byte[Math.max(2 * gathered.length, length + count)];
                System.arraycopy(source, offset, larger, 0, length);
                gathered = larger;
            } else if (!isGathered) {
                System.arraycopy(source, offset, gathered, 0, length);
            }
            System.arraycopy(bytes, from, gathered, length, count);
            source = gathered;
            isGathered = true;
            offset = 0;
            length += count;
        }

        @Override
        public void close() throws IOException {
            MessageCompressor.this.write(source, offset, length, target);
            target.close();
        }
    }
}
