package io.vedette.transport.compress;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.IOException;
import java.io.InputStream;

/// zstd for a receiving side. How much comes out is gRPC's to bound (`maxInboundMessageSize`), as for any encoding;
/// how much memory a frame may ask for is bounded here. gRPC closes each stream, which frees it.
public final class ZstdDecompressor implements Decompressor {

    /// 8 MiB, what RFC 8878 recommends that every decoder takes.
    private static final int MAX_WINDOW_LOG = 23;

    private ZstdDecompressor() {}

    /// What a receiving side can read on this machine, which gRPC tells the other side.
    public static DecompressorRegistry registry() {
        DecompressorRegistry known = DecompressorRegistry.getDefaultInstance();
        return Encoding.ZSTD.isAvailable() ? known.with(new ZstdDecompressor(), true) : known;
    }

    @Override
    public String getMessageEncoding() {
        return Encoding.ZSTD.wireName();
    }

    @Override
    public InputStream decompress(InputStream compressed) throws IOException {
        return new ZstdInputStreamNoFinalizer(compressed, RecyclingBufferPool.INSTANCE).setLongMax(MAX_WINDOW_LOG);
    }
}
