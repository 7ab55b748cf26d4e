package io.vedette.core.pipeline;

import io.vedette.bench.micro.SampleRecords;
import io.vedette.core.digest.DigestQueue;
import io.vedette.core.digest.DigestTable;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessImage;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.mask.MaskConfig;
import io.vedette.core.ring.Memory;
import io.vedette.core.ring.RingPool;
import io.vedette.core.time.Clock;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What does an event cost from the kernel's record to its place in a batch: whose it is, the container's ring, the
/// encoding, and its part of closing the batch?
///
/// On one thread, so that it measures the code and not the traffic between two caches. In this package because the
/// steps are its own.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotPathBenchmark {

    private static final int PROCESSES = 64;
    private static final int RECORDS = 512;
    private static final int CONTAINERS = 16;
    private static final AgentIdentity AGENT =
            new AgentIdentity(1, 2, "0.1", "host", "01234567-89ab-cdef-0123-456789abcdef", "6.1.0");

    private final ContainerTable containers =
            new ContainerTable(CONTAINERS, new CgroupPaths(Path.of("/nonexistent"), List.of()));
    private final ProcessTable processes = new ProcessTable(1024, 4 << 20, 1, Memory.OF_THE_JVM);
    private final RingPool rings = new RingPool(4, CONTAINERS, 1 << 20, Memory.OF_THE_JVM);
    private final ProcessImage image = processes.newImageView();
    private final BatchBuilder batch =
            new BatchBuilder(128 << 10, CONTAINERS, image, new DigestTable(16), AGENT, MaskConfig.DEFAULT, new Still());
    private final DiscardedBatches discarded = new DiscardedBatches(containers, AGENT, HotPathBenchmark::fail);
    private final BatchOutlet outlet = new BatchOutlet(new ForgetfulSpool(), discarded, () -> {});
    private final Ship ship = new Ship(batch, outlet, containers, image, HotPathBenchmark::fail);
    private final Drain drain = new Drain(
            processes, containers, rings, new HookCounts(containers, id -> {}), id -> {}, new DigestQueue(16));

    private final UnsafeBuffer[] opens = new UnsafeBuffer[PROCESSES];
    private final UnsafeBuffer[] execs = new UnsafeBuffer[PROCESSES];
    private final UnsafeBuffer[] exits = new UnsafeBuffer[PROCESSES];

    private static void fail(Throwable fault) {
        throw new IllegalStateException("a step failed", fault);
    }

    /// A clock that costs nothing.
    private static final class Still implements Clock {
        @Override
        public long bootTimeNs() {
            return 2_000_000_000L;
        }

        @Override
        public long epochTimeNs() {
            return 1_700_000_002_000_000_000L;
        }
    }

    @Setup
    public void fill() {
        for (int i = 0; i < PROCESSES; i++) {
            opens[i] = SampleRecords.open(i + 2);
            execs[i] = SampleRecords.exec(i + 2, 1);
            exits[i] = SampleRecords.exit(i + 2);
            take(execs[i]);
        }
        ship();
    }

    private void take(UnsafeBuffer record) {
        drain.onRecord(record, 0, record.capacity());
    }

    private int ship() {
        int taken = 0;
        for (int place = 0; place < rings.capacity(); place++) {
            var ring = rings.get(place);
            if (ring != null) {
                taken += ring.poll(ship, Integer.MAX_VALUE);
            }
        }
        return taken;
    }

    /// Opens of 64 processes.
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int open() {
        for (int i = 0; i < RECORDS; i++) {
            take(Objects.requireNonNull(opens[i % PROCESSES]));
        }
        return check(ship());
    }

    /// Execs with seven arguments, each process described anew.
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int exec() {
        for (int i = 0; i < RECORDS; i++) {
            take(Objects.requireNonNull(execs[i % PROCESSES]));
        }
        return check(ship());
    }

    private static int check(int taken) {
        if (taken != RECORDS) {
            throw new IllegalStateException("lost " + (RECORDS - taken));
        }
        return taken;
    }
}
