package io.vedette.core.pipeline;

import io.vedette.core.digest.DigestQueue;
import io.vedette.core.digest.DigestTable;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessImage;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.mask.MaskConfig;
import io.vedette.core.pipeline.Facts.Fact;
import io.vedette.core.ring.ContainerRing;
import io.vedette.core.ring.Memory;
import io.vedette.core.ring.RingPool;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.telemetry.HealthReport;
import io.vedette.core.telemetry.HealthState;
import io.vedette.core.telemetry.Issue;
import io.vedette.core.telemetry.IssueCode;
import io.vedette.core.telemetry.LimitReport;
import io.vedette.transport.spool.Spool;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;

/// Drain, rings, ship and heartbeat as the pipeline wires them, but called by the test, one step at a time.
final class Harness {

    private static final Memory ON_HEAP = bytes -> new UnsafeBuffer(new byte[bytes]);

    static final AgentIdentity AGENT =
            new AgentIdentity(1, 2, "0.0", "host-name", "01234567-89ab-cdef-0123-456789abcdef", "6.1.0");

    final ManualClock clock = new ManualClock();
    final List<Throwable> errors = new ArrayList<>();
    final RingPool rings;
    final ContainerTable containers;
    final ProcessTable processes;
    final ProcessImage image;
    final DiscardedBatches discarded;
    final BatchBuilder batch;
    final BatchOutlet outlet;
    final Ship ship;
    final Drain drain;
    final Heartbeat heartbeat;
    final DigestTable digests = new DigestTable(16);

    /// How large everything is.
    record Sizes(int processes, int blobBytes, int rings, int ringBytes, int containers, int batchBytes) {

        static final Sizes ROOMY = new Sizes(1024, 8 << 20, 8, 1 << 18, 64, 128 << 10);
    }

    Harness(Sizes sizes, Function<DiscardedBatches, Spool> spool) {
        this(sizes, MaskConfig.DEFAULT, spool);
    }

    Harness(Sizes sizes, MaskConfig mask, Function<DiscardedBatches, Spool> spool) {
        this(sizes, mask, ON_HEAP, spool);
    }

    Harness(Sizes sizes, MaskConfig mask, Memory memory, Function<DiscardedBatches, Spool> spool) {
        rings = new RingPool(sizes.rings(), sizes.containers(), sizes.ringBytes(), memory);
        containers = new ContainerTable(sizes.containers(), new CgroupPaths(Path.of("/nonexistent"), List.of()));
        processes = new ProcessTable(sizes.processes(), sizes.blobBytes(), 5_000_000_000L, memory);
        image = processes.newImageView();
        discarded = new DiscardedBatches(containers, AGENT, errors::add);
        batch = new BatchBuilder(sizes.batchBytes(), sizes.containers(), image, digests, AGENT, mask, clock);
        outlet = new BatchOutlet(spool.apply(discarded), discarded, () -> {});
        ship = new Ship(batch, outlet, containers, image, errors::add);
        drain = new Drain(
                processes,
                containers,
                rings,
                new HookCounts(containers, cgroupId -> {}),
                cgroupId -> {},
                new DigestQueue(16));
        heartbeat = new Heartbeat(
                containers,
                batch,
                outlet,
                () -> new HealthReport(
                        HealthState.DEGRADED,
                        List.of(new Issue(IssueCode.MEMORY_ONLY, "an issue")),
                        1,
                        2,
                        3,
                        4,
                        5,
                        6,
                        7,
                        LimitReport.NONE),
                () -> new SensorReport("test", List.of(16, 17, 18, 19), List.of()),
                new ArrayDeque<>(),
                discarded.lostReports(),
                1);
    }

    /// Tells of containers with the cgroup ids from 1 to `count`.
    void tellContainers(int count) {
        for (int number = 1; number <= count; number++) {
            drain(RecordBytes.cgroup(number, "/docker/" + containerId(number)));
        }
    }

    static String containerId(long number) {
        return String.format(Locale.ROOT, "%064x", number);
    }

    void drain(Fact fact) {
        drain(RecordBytes.of(fact));
    }

    void drain(UnsafeBuffer record) {
        drain.onRecord(record, 0, record.capacity());
    }

    /// Takes what waits in all rings into batches.
    void shipAll() {
        for (int place = 0; place < rings.capacity(); place++) {
            ContainerRing ring = rings.get(place);
            while (ring != null && ring.poll(ship, 1 << 14) > 0) {
                Thread.onSpinWait();
            }
        }
    }

    void flush() {
        outlet.put(batch);
    }
}
