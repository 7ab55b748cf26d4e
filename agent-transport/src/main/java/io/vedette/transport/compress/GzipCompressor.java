package io.vedette.transport.compress;

import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// gzip with one deflater for all messages of a stream.
final class GzipCompressor extends MessageCompressor {

    private static final int LEVEL = 1;
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int TRAILER = 8;

    private final Deflater deflater;
    private final CRC32 crc = new CRC32();

    GzipCompressor() {
        this(LEVEL);
    }

    GzipCompressor(int level) {
        super(Encoding.GZIP);
        deflater = new Deflater(level, true);
    }

    @Override
    int compress(byte[] message, int offset, int length, byte[] into) {
        System.arraycopy(HEADER, 0, into, 0, HEADER.length);
        int end = HEADER.length;
        deflater.reset();
        deflater.setInput(message, offset, length);
        deflater.finish();
        while (!deflater.finished()) {
            int count = deflater.deflate(into, end, into.length - end);
            if (count == 0) {
                throw new IllegalStateException("no room for compressed bytes: length=" + length);
            }
            end += count;
        }
        crc.reset();
        crc.update(message, offset, length);
        putInt(into, end, (int) crc.getValue());
        putInt(into, end + 4, length);
        return end + TRAILER;
    }

    /// As zlib's deflateBound for any settings, and what gzip puts around it.
    @Override
    int bound(int length) {
        return length + (length >> 3) + (length >> 8) + (length >> 9) + 64 + HEADER.length + TRAILER;
    }

    @Override
    public void close() {
        deflater.end();
    }

    private static void putInt(byte[] into, int at, int value) {
        for (int i = 0; i < 4; i++) {
            into[at + i] = (byte) (value >>> (8 * i));
        }
    }
}
