package io.vedette.transport.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

/// zstd, a frame for each message, with its length in front. Level 3 would save another 3 % for 10 to 15 % more time.
final class ZstdCompressor extends MessageCompressor {

    private static final int LEVEL = 1;

    private final ZstdCompressCtx context;

    ZstdCompressor() {
        this(LEVEL);
    }

    ZstdCompressor(int level) {
        super(Encoding.ZSTD);
        context = new ZstdCompressCtx().setLevel(level);
    }

    @Override
    int compress(byte[] message, int offset, int length, byte[] into) {
        return context.compressByteArray(into, 0, into.length, message, offset, length);
    }

    @Override
    int bound(int length) {
        return Math.toIntExact(Zstd.compressBound(length));
    }

    @Override
    public void close() {
        context.close();
    }
}
