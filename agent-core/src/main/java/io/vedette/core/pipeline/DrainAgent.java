package io.vedette.core.pipeline;

import io.vedette.core.digest.DigestQueue;
import io.vedette.core.filter.Filters;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.limits.CpuLimiter;
import io.vedette.core.limits.Shedding;
import io.vedette.core.ring.RingPool;
import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/// The thread between the sensor and the containers' rings: drains, keeps the tables, reads what the hooks
/// counted.
///
/// It never waits for the ship. When the sensor's ring was full for a while, exits may have been among what
/// is lost, so what runs is read anew to find processes that are gone. So it is when the filters change.
final class DrainAgent implements Agent, IdleStrategy {

    private static final int TURN_RECORDS = 512;
    private static final int AWAIT_MS = 250;
    /// A hook takes its time stamp first, and may lose its CPU before its record is in the ring. A tracer has answered
    /// what is older.
    private static final long HOOK_NS = 20_000_000;
    private static final long MAINTENANCE_NS = 100_000_000;
    private static final long COUNTS_NS = 500_000_000;
    private static final long SNAPSHOT_NS = 10_000_000_000L;

    private final Sensor sensor;
    private final SensorSupervisor supervisor;
    private final Drain drain;
    private final ProcessTable processes;
    private final ContainerUpkeep upkeep;
    private final CgroupUpkeep cgroups;
    private final HookCounts counts;
    private final FilterUpkeep filters;
    private final CpuLimiter cpu;
    private final Clock clock;
    private final Runnable wakeShip;
    private final ErrorHandler errors;
    private final AtomicLong emptyAtBootNs = new AtomicLong();

    private long nextMaintenanceNs;
    private long nextCountsNs;
    private long lastSnapshotNs;
    private long lostAtSnapshot;
    private long detachedFromBootNs;

    /// @param gaps told of time in which the sensor did not watch
    DrainAgent(
            Sensor sensor,
            SensorReport attached,
            Consumer<Gap> gaps,
            ErrorHandler errors,
            ProcessTable processes,
            ContainerTable containers,
            RingPool rings,
            DigestQueue digests,
            Supplier<Filters> filters,
            CpuLimiter cpu,
            Clock clock,
            Runnable wakeShip) {
        this.sensor = sensor;
        supervisor = new SensorSupervisor(sensor, attached, clock, gaps, errors, new Changeover());
        this.processes = processes;
        this.cpu = cpu;
        this.clock = clock;
        this.wakeShip = wakeShip;
        this.errors = errors;
        cgroups = new CgroupUpkeep(containers, processes, this::forgetCgroup);
        counts = new HookCounts(containers, cgroups::onActive);
        this.filters = new FilterUpkeep(sensor::apply, sensor::ignore, containers, filters);
        drain = new Drain(processes, containers, rings, counts, this.filters::onCgroup, digests);
        upkeep = new ContainerUpkeep(containers, processes, rings, this::forgetCgroup);
    }

    /// What is watched at the moment. Any thread.
    Supplier<SensorReport> report() {
        return supervisor;
    }

    private void forgetCgroup(long cgroupId) {
        sensor.forget(cgroupId);
        counts.forget(cgroupId);
    }

    /// When the sensor's ring was last found empty, on the boot clock: everything before it is in the
    /// containers' rings.
    long emptyAtBootNs() {
        return emptyAtBootNs.getAcquire();
    }

    @Override
    public void onStart() {
        filters.run();
        snapshot(clock.bootTimeNs());
    }

    @Override
    public int doWork() {
        long nowNs = clock.bootTimeNs();
        supervisor.maintain(nowNs);
        int records = supervisor.poll(drain, TURN_RECORDS);
        if (records > 0) {
            wakeShip.run();
        }
        if (records < TURN_RECORDS && !supervisor.isDown()) {
            emptyAtBootNs.setRelease(nowNs - HOOK_NS);
        }
        if (nowNs - nextMaintenanceNs >= 0) {
            nextMaintenanceNs = nowNs + MAINTENANCE_NS;
            processes.maintain(nowNs);
            Shedding change = cpu.update(nowNs);
            if (change != null) {
                sensor.shed(change);
            }
        }
        if (nowNs - nextCountsNs >= 0) {
            nextCountsNs = nowNs + COUNTS_NS;
            if (!supervisor.isDown()) {
                readCounts();
            }
            upkeep.run(nowNs);
            cgroups.run(nowNs);
            boolean seesOthers = filters.run();
            if (seesOthers || (counts.lostTotal() > lostAtSnapshot && nowNs - lastSnapshotNs > SNAPSHOT_NS)) {
                snapshot(nowNs);
            }
        }
        return records;
    }

    /// Stops watching. The hooks go one after the other: from the first one's end on, not everything is
    /// watched.
    void detach(ErrorHandler errors) {
        detachedFromBootNs = clock.bootTimeNs();
        SteadyAgent.attempt(errors, sensor::detach);
    }

    /// Drains what is left once the sensor is detached, and reads the last counts.
    void finish(ErrorHandler errors) {
        if (supervisor.isDown()) {
            return;
        }
        SteadyAgent.attempt(errors, supervisor::finish);
        drainRest(errors);
        emptyAtBootNs.setRelease(detachedFromBootNs - HOOK_NS);
    }

    private void drainRest(ErrorHandler errors) {
        long bytesBefore;
        do {
            bytesBefore = sensor.waitingBytes();
            // A record that can't be dealt with is behind us when its fault comes here: there is progress all the same.
            SteadyAgent.attempt(errors, () -> {
                while (sensor.poll(drain, TURN_RECORDS) > 0) {
                    wakeShip.run();
                }
            });
        } while (sensor.waitingBytes() < bytesBefore);
        SteadyAgent.attempt(errors, this::readCounts);
    }

    private final class Changeover implements SensorSupervisor.Steps {

        @Override
        public void lastWords() {
            drainRest(errors);
            counts.lose();
        }

        @Override
        public void attachedAgain() {
            counts.restart();
            filters.restart();
            snapshot(clock.bootTimeNs());
        }

        @Override
        public void watchesAgain() {
            snapshot(clock.bootTimeNs());
        }
    }

    private void readCounts() {
        // Asked before the counts are read: a record may come between the two, but none of the counted ones is missed.
        counts.begin(sensor.waitingBytes() == 0);
        sensor.readCounts(counts);
        counts.end();
    }

    private void snapshot(long nowNs) {
        lastSnapshotNs = nowNs;
        lostAtSnapshot = counts.lostTotal();
        processes.beginSnapshot();
        sensor.snapshot(drain);
        processes.endSnapshot(nowNs);
    }

    @Override
    public void idle(int workCount) {
        if (workCount == 0) {
            idle();
        }
    }

    @Override
    public void idle() {
        sensor.await(AWAIT_MS);
    }

    @Override
    public void reset() {}

    @Override
    public String roleName() {
        return "vedette-drain";
    }
}
