package io.vedette.transport.endpoint;

import io.vedette.v1.EventBatch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Writes batches as lines of JSON to a stream that cannot be taken back, such as the standard output. After
/// a crash in the middle of a batch, its lines come twice.
public final class JsonLinesSink implements BatchSink {

    private final BatchLines lines;
    private final OutputStream out;

    /// A sink that writes to a stream and flushes it before batches are acknowledged.
    ///
    /// @param lines how a batch is written
    /// @param out stays the caller's, and is never closed here
    public JsonLinesSink(BatchLines lines, OutputStream out) {
        this.lines = lines;
        this.out = new BufferedOutputStream(out, 64 << 10);
    }

    @Override
    public void accept(EventBatch batch, long receivedEpochNs) throws IOException {
        lines.write(batch, out);
    }

    @Override
    public void sync() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
