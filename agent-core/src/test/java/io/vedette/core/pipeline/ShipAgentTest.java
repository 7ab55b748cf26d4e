package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.digest.Digests;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.ring.ContainerRing;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.telemetry.HealthReport;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShipAgentTest {

    private static final long FLUSH_NS = 5_000_000;
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final Harness harness = new Harness(Harness.Sizes.ROOMY, discarded -> new CountingSpool());
    private final ShipAgent ship = new ShipAgent(
            harness.rings,
            harness.ship,
            harness.batch,
            harness.outlet,
            neverDue(),
            new DigestReports(
                    new Digests(Path.of("/proc"), 0, harness.errors::add),
                    harness.containers,
                    harness.batch,
                    harness.outlet),
            WatchedUntil.NOTHING,
            () -> 0,
            harness.clock,
            () -> FLUSH_NS);

    private Heartbeat neverDue() {
        return new Heartbeat(
                harness.containers,
                harness.batch,
                harness.outlet,
                () -> HealthReport.STARTING,
                () -> new SensorReport("test", List.of(), List.of()),
                new ArrayDeque<>(),
                harness.discarded.lostReports(),
                HOUR_NS);
    }

    private void drain() {
        UnsafeBuffer record = SyntheticRecord.fork(7, 1, 8);
        record.putLong(RecordLayout.BOOT_TIME_NS, harness.clock.bootTimeNs());
        harness.drain(record);
    }

    /// As its thread does; it sleeps for a flush interval at most.
    private void turnAndSleep() {
        while (ship.doWork() > 0) {
            Thread.onSpinWait();
        }
        ship.idle();
    }

    @BeforeEach
    void theFirstHeartbeatIsOver() {
        turnAndSleep();
    }

    @Test
    void theFirstEventWakesIt() {
        drain();

        assertThat(ship.isWorthWaking()).isTrue();
    }

    @Test
    void whileABatchWaitsOnlyARingThatFillsWakesIt() {
        drain();
        turnAndSleep();
        drain();
        assertThat(ship.isWorthWaking()).isFalse();

        int bytes = harness.rings.of(0).capacityBytes() / 8;
        while (waiting() <= bytes) {
            assertThat(ship.isWorthWaking()).isFalse();
            drain();
        }

        assertThat(ship.isWorthWaking()).isTrue();
    }

    @Test
    void afterTheBatchIsGoneTheNextEventWakesItAgain() {
        drain();
        turnAndSleep();
        assertThat(ship.isWorthWaking()).isFalse();

        harness.clock.advance(2 * FLUSH_NS);
        turnAndSleep();

        assertThat(harness.batch.isEmpty()).isTrue();
        assertThat(ship.isWorthWaking()).isTrue();
    }

    private int waiting() {
        int most = 0;
        for (int place = 0; place < harness.rings.capacity(); place++) {
            ContainerRing ring = harness.rings.get(place);
            most = Math.max(most, ring == null ? 0 : ring.waitingBytes());
        }
        return most;
    }
}
