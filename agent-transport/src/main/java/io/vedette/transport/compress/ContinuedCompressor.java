package io.vedette.transport.compress;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.grpc.Metadata;
import io.vedette.v1.EventBatch;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Compresses the batches of a stream into one zstd frame that goes on from batch to batch: what was in one before
/// takes next to nothing. A batch becomes an `EventBatch` that has `continued` alone:
///
///     +---------+--------+------------------------------------------+
///     | 92 01   | length | blocks of the frame, up to a flush       |
///     +---------+--------+------------------------------------------+
///
/// It belongs to one stream, whose sending thread owns it and closes it, and takes 0.7 MiB outside of the heap.
public final class ContinuedCompressor implements AutoCloseable {

    /// What an endpoint answers a stream with that takes such batches: a list of names, of which `zstd` is one.
    public static final Metadata.Key<String> ACCEPTED =
            Metadata.Key.of("vedette-accept-continued", Metadata.ASCII_STRING_MARSHALLER);

    /// As the agent's status tells it.
    public static final String NAME = "zstd, continued";

    /// How far a batch may refer back: 128 KiB, for which a reader keeps as much.
    static final int WINDOW_LOG = 17;

    private static final int LEVEL = 1;
    private static final int FIRST_BYTES = 128 << 10;
    private static final int TAG = EventBatch.CONTINUED_FIELD_NUMBER << 3 | 2;
    private static final int MAX_HEADER = 2 + 5;
    /// For the frame's own header and a flush.
    private static final int SPARE = 64;

    private final ZstdCompressCtx context;
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private ByteBuffer plain = ByteBuffer.allocateDirect(FIRST_BYTES);
    private ByteBuffer compressed = ByteBuffer.allocateDirect(bound(FIRST_BYTES));
    private byte[] bytes = new byte[MAX_HEADER + bound(FIRST_BYTES)];

    public ContinuedCompressor() {
        context = new ZstdCompressCtx().setLevel(LEVEL).setWindowLog(WINDOW_LOG);
    }

    /// @return the message to send, in an array; its owner is this object, and the next call writes over it
    public DirectBuffer compress(DirectBuffer batch, int offset, int length) {
        if (plain.capacity() < length) {
            free();
            plain = ByteBuffer.allocateDirect(length);
            compressed = ByteBuffer.allocateDirect(bound(length));
            bytes = new byte[MAX_HEADER + bound(length)];
        }
        plain.clear();
        batch.getBytes(offset, plain, length);
        plain.flip();
        compressed.clear();
        if (!context.compressDirectByteBufferStream(compressed, plain, EndDirective.FLUSH)) {
            throw new IllegalStateException("no room for compressed bytes: length=" + length);
        }
        int size = compressed.position();
        compressed.get(0, bytes, MAX_HEADER, size);
        int start = putHeader(size);
        message.wrap(bytes, start, MAX_HEADER - start + size);
        return message;
    }

    @Override
    public void close() {
        context.close();
        free();
    }

    /// Writes it in front of the frame's bytes.
    ///
    /// @return where it begins
    private int putHeader(int size) {
        int start = MAX_HEADER - varintBytes(size) - varintBytes(TAG);
        putVarint(putVarint(start, TAG), size);
        return start;
    }

    private int putVarint(int at, int value) {
        int end = at;
        int rest = value;
        while (rest > 0x7f) {
            bytes[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
        return end;
    }

    private static int varintBytes(int value) {
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7);
    }

    private static int bound(int length) {
        return Math.toIntExact(Zstd.compressBound(length)) + SPARE;
    }

    private void free() {
        BufferUtil.free(plain);
        BufferUtil.free(compressed);
    }
}
