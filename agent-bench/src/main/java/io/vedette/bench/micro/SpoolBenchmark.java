package io.vedette.bench.micro;

import io.vedette.transport.spool.ChronicleSpool;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.spool.SpoolConfig;
import io.vedette.transport.spool.SpoolException;
import io.vedette.transport.spool.SpoolListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What does a batch cost in the spool on disk: appended, read and acknowledged?
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpoolBenchmark {

    @Param({"1024", "16384", "131072"})
    private int bytes;

    private final UnsafeBuffer batch = new UnsafeBuffer(new byte[128 << 10]);
    private final UnsafeBuffer note = new UnsafeBuffer(new byte[64]);
    private @Nullable Path directory;
    private @Nullable Spool spool;
    private long read;

    private static final class Failing implements SpoolListener {
        @Override
        public void onDropped(DirectBuffer dropped, int offset, int length, DropReason reason) {
            throw new IllegalStateException("dropped: " + reason);
        }

        @Override
        public void onCorrupt(long count) {
            throw new IllegalStateException("corrupt: " + count);
        }
    }

    @Setup
    public void open() throws IOException, SpoolException {
        directory = Files.createTempDirectory("spool-benchmark");
        spool = ChronicleSpool.open(SpoolConfig.defaults(directory), new Failing());
    }

    @TearDown
    public void close() throws IOException {
        if (spool == null || directory == null) {
            return;
        }
        spool.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public long appendReadAck() {
        if (spool == null) {
            throw new IllegalStateException("no spool");
        }
        long position = spool.append(batch, 0, bytes, note, 0, note.capacity());
        if (position < 0 || !spool.read((buffer, offset, length, at) -> read += length)) {
            throw new IllegalStateException("not taken");
        }
        spool.ack(position);
        return read;
    }
}
