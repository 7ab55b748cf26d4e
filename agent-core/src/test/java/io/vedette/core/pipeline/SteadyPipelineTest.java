package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.digest.Digests;
import io.vedette.core.event.CountHandler;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.filter.Filters;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.limits.CpuLimiter;
import io.vedette.core.mask.MaskConfig;
import io.vedette.core.ring.Memory;
import io.vedette.core.ring.RingPool;
import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.telemetry.HealthReport;
import io.vedette.core.telemetry.Tally;
import io.vedette.core.time.KernelClock;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.MemorySpool;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// No fault ends a thread of the pipeline, or keeps the end from being orderly.
@Timeout(60)
class SteadyPipelineTest {

    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final RingPool rings = new RingPool(2, 16, 64 * 1024, Memory.OF_THE_JVM);
    private final ContainerTable containers =
            new ContainerTable(16, new CgroupPaths(Path.of("/nonexistent"), List.of()));
    private final DiscardedBatches discarded = new DiscardedBatches(containers, Harness.AGENT, faults::add);
    private final MemorySpool spool = new MemorySpool(1 << 20, discarded);

    private Pipeline pipeline(Sensor sensor) {
        return new Pipeline(
                new Pipeline.Parts(
                        sensor,
                        new SensorReport("test", List.of(), List.of()),
                        new ProcessTable(256, 1 << 20, 0, Memory.OF_THE_JVM),
                        containers,
                        rings,
                        new Digests(Path.of("/proc"), 0, faults::add),
                        spool,
                        discarded,
                        () -> {},
                        () -> HealthReport.STARTING,
                        WatchedUntil.NOTHING,
                        Optional.empty(),
                        new AgentIdentity(1, 2, "1", "host", "00000000-0000-0000-0000-000000000000", "6.1"),
                        MaskConfig.DEFAULT,
                        () -> Filters.NONE,
                        CpuLimiter.none(),
                        new KernelClock(),
                        new KernelClock(),
                        faults::add),
                128 * 1024,
                1_000_000,
                1_000_000_000);
    }

    private List<EventBatch> delivered() {
        List<EventBatch> batches = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = spool.read((position, buffer, offset, length) -> {
                byte[] bytes = new byte[length];
                buffer.getBytes(offset, bytes);
                try {
                    batches.add(EventBatch.parseFrom(bytes));
                } catch (java.io.IOException malformed) {
                    throw new AssertionError(malformed);
                }
            });
        }
        return batches;
    }

    @Test
    void theThreadsOutliveFaultsOfTheirParts() {
        FaultySensor sensor = new FaultySensor();
        Pipeline pipeline = pipeline(sensor);
        pipeline.start();
        while (!sensor.toPoll.isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        pipeline.stop();

        assertThat(delivered().stream().mapToInt(EventBatch::getEventsCount).sum())
                .isEqualTo(FaultySensor.RECORDS);
        assertThat(faults).extracting(Throwable::getMessage).contains("snapshot", "poll", "detach");
        assertThat(containers.host().books().get(EventKind.EXEC_VALUE, Tally.SENT))
                .isEqualTo(FaultySensor.RECORDS);
    }

    @Test
    void whatAnEndpointRefusesIsNotCountedAsAFullSpool() {
        FaultySensor sensor = new FaultySensor();
        Pipeline pipeline = pipeline(sensor);
        pipeline.start();
        while (!sensor.toPoll.isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        pipeline.stop();
        for (EventBatch batch : delivered()) {
            byte[] bytes = batch.toByteArray();
            discarded.onDropped(new UnsafeBuffer(bytes), 0, bytes.length, DropReason.REJECTED);
        }

        assertThat(containers.host().books().get(EventKind.EXEC_VALUE, Tally.REJECTED))
                .isEqualTo(FaultySensor.RECORDS);
        assertThat(containers.host().books().get(EventKind.EXEC_VALUE, Tally.SPOOL_FULL))
                .isZero();
    }

    private static final class FaultySensor implements Sensor {

        static final int RECORDS = 20;
        private static final int BAD_POLL = 3;

        final Queue<UnsafeBuffer> toPoll = new ConcurrentLinkedQueue<>();
        private int polls;

        FaultySensor() {
            for (int i = 0; i < RECORDS; i++) {
                toPoll.add(SyntheticRecord.exec(100 + i, 1, new byte[] {'x'}, new byte[0]));
            }
        }

        @Override
        public SensorReport attach() {
            return new SensorReport("test", List.of(), List.of());
        }

        @Override
        public int snapshot(RecordHandler handler) {
            throw new IllegalStateException("snapshot");
        }

        @Override
        public int poll(RecordHandler handler, int limit) {
            if (++polls == BAD_POLL) {
                throw new AssertionError("poll");
            }
            UnsafeBuffer record = toPoll.poll();
            if (record == null) {
                return 0;
            }
            handler.onRecord(record, 0, record.capacity());
            return 1;
        }

        @Override
        public void await(int timeoutMs) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }

        @Override
        public void readCounts(CountHandler handler) {}

        @Override
        public void forget(long cgroupId) {}

        @Override
        public long waitingBytes() {
            return toPoll.size();
        }

        @Override
        public void detach() {
            throw new IllegalStateException("detach");
        }

        @Override
        public void close() {}
    }
}
