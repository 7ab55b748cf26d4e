package io.vedette.bench.micro;

import io.vedette.transport.endpoint.BatchSink;
import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.MemorySpool;
import io.vedette.transport.spool.SpoolListener;
import io.vedette.transport.stream.Endpoint;
import io.vedette.transport.stream.Publisher;
import io.vedette.transport.stream.PublisherConfig;
import io.vedette.v1.EventBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What does a batch cost over gRPC in plain text, from the spool in memory until it is acknowledged, while as many are
/// on
/// their way as the window lets?
///
/// The endpoint is in the same process, so its part is in the figure, parsing included.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PublishBenchmark {

    private static final int BATCHES = 64;

    @Param({"1024", "65536"})
    private int bytes;

    private final MemorySpool spool = new MemorySpool(64 << 20, new Failing());
    private @Nullable IngestServer server;
    private @Nullable Publisher publisher;
    private long sequence;

    private static final class Failing implements SpoolListener {
        @Override
        public void onDropped(DirectBuffer dropped, int offset, int length, DropReason reason) {
            throw new IllegalStateException("dropped: " + reason);
        }

        @Override
        public void onCorrupt(long count) {}
    }

    private static final class Nowhere implements BatchSink {
        @Override
        public void accept(EventBatch batch, long receivedEpochNs) {}

        @Override
        public void close() {}
    }

    @Setup
    public void connect() throws IOException {
        server = IngestServer.start(IngestConfig.plaintext("127.0.0.1", 0), new Nowhere());
        publisher = new Publisher(
                PublisherConfig.defaults(List.of(Endpoint.parse("http://127.0.0.1:" + server.port()))),
                spool,
                new Failing());
        publisher.start();
    }

    @TearDown
    public void disconnect() throws IOException {
        if (publisher != null && server != null) {
            publisher.close(Duration.ofSeconds(5));
            server.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public long send() {
        if (publisher == null) {
            throw new IllegalStateException("not connected");
        }
        for (int i = 0; i < BATCHES; i++) {
            UnsafeBuffer batch = batch();
            spool.append(batch, 0, batch.capacity());
        }
        publisher.wakeUp();
        while (spool.waitingBatches() > 0) {
            LockSupport.parkNanos(10_000);
        }
        return sequence;
    }

    /// As long as wanted; what fills it is a field that the endpoint does not know.
    private UnsafeBuffer batch() {
        return new UnsafeBuffer(EventBatch.newBuilder()
                .setInstanceId(com.google.protobuf.ByteString.copyFrom(new byte[16]))
                .setSequence(++sequence)
                .setSchemaVersion(1)
                .setClosedTimeNs(1)
                .setBaseTimeNs(1)
                .setUnknownFields(com.google.protobuf.UnknownFieldSet.newBuilder()
                        .addField(
                                1000,
                                com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(com.google.protobuf.ByteString.copyFrom(new byte[bytes]))
                                        .build())
                        .build())
                .build()
                .toByteArray());
    }
}
