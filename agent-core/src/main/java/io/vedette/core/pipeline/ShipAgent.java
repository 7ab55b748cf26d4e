package io.vedette.core.pipeline;

import io.vedette.core.ring.ContainerRing;
import io.vedette.core.ring.RingPool;
import io.vedette.core.time.Clock;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/// The thread between the containers' rings and the spool: takes from the rings in turn, as many bytes from
/// each, and closes a batch when it is full or what is in it is old enough.
///
/// Sleeps until it is woken by the drain, a batch is due, or a heartbeat is. While a batch that has something in it
/// waits anyway, what comes meanwhile waits in the rings and wakes nobody, unless one of them fills.
final class ShipAgent implements Agent, IdleStrategy {

    private static final int TURN_BYTES = 16 * 1024;
    /// A ring that has more than this part of its bytes waiting fills.
    private static final int FILLING = 8;

    private static final long MAX_SLEEP_NS = 250_000_000;

    private final RingPool rings;
    private final Ship ship;
    private final BatchBuilder batch;
    private final BatchOutlet outlet;
    private final Heartbeat heartbeat;
    private final DigestReports digests;
    private final WatchedUntil watchedUntil;
    private final LongSupplier drainedUpToBootNs;
    private final Clock clock;
    private final FlushRule due;
    private final long[] lastTakenBootNs;

    private volatile @Nullable Thread sleeper;
    private volatile boolean isPatient;
    private int firstRing;
    private long watchedUntilBootNs;

    ShipAgent(
            RingPool rings,
            Ship ship,
            BatchBuilder batch,
            BatchOutlet outlet,
            Heartbeat heartbeat,
            DigestReports digests,
            WatchedUntil watchedUntil,
            LongSupplier drainedUpToBootNs,
            Clock clock,
            LongSupplier flushIntervalNs) {
        this.rings = rings;
        this.ship = ship;
        this.batch = batch;
        this.outlet = outlet;
        this.heartbeat = heartbeat;
        this.digests = digests;
        this.watchedUntil = watchedUntil;
        this.drainedUpToBootNs = drainedUpToBootNs;
        this.clock = clock;
        due = new FlushRule(flushIntervalNs);
        lastTakenBootNs = new long[rings.capacity()];
    }

    /// Called by the drain when it has handed something over.
    void wakeUp() {
        // What was handed over must be seen before the sleeper is looked for: else each may miss the other.
        VarHandle.fullFence();
        Thread asleep = sleeper;
        if (asleep != null && isWorthWaking()) {
            LockSupport.unpark(asleep);
        }
    }

    /// Whether what was handed over is to be taken before the batch is due.
    boolean isWorthWaking() {
        return !isPatient || isOneFilling();
    }

    @Override
    public int doWork() {
        long drainedUpTo = drainedUpToBootNs.getAsLong();
        int records = takeFromAll();
        digests.write();
        long nowNs = clock.bootTimeNs();
        if (heartbeat.isDue(nowNs)) {
            heartbeat.write(nowNs);
            flush(drainedUpTo);
        } else if (!batch.isEmpty() && due.isDue(batch, nowNs, records)) {
            flush(drainedUpTo);
        }
        return records;
    }

    /// Takes all that is left, tells the last state of the books and closes the last batch.
    void finish(ErrorHandler errors) {
        long drainedUpTo = drainedUpToBootNs.getAsLong();
        SteadyAgent.attempt(errors, () -> {
            while (takeFromAll() > 0) {
                Thread.onSpinWait();
            }
        });
        SteadyAgent.attempt(errors, digests::write);
        SteadyAgent.attempt(errors, () -> heartbeat.write(clock.bootTimeNs()));
        SteadyAgent.attempt(errors, () -> flush(drainedUpTo));
        SteadyAgent.attempt(errors, watchedUntil::stopped);
    }

    private int takeFromAll() {
        int records = 0;
        int capacity = rings.capacity();
        for (int turn = 0; turn < capacity; turn++) {
            int place = (firstRing + turn) % capacity;
            ContainerRing ring = rings.get(place);
            if (ring != null) {
                int taken = ring.poll(ship, TURN_BYTES);
                if (taken > 0) {
                    lastTakenBootNs[place] = ship.lastBootTimeNs();
                    records += taken;
                }
            }
        }
        firstRing = (firstRing + 1) % capacity;
        return records;
    }

    private void flush(long drainedUpToBootNs) {
        if (outlet.put(batch)) {
            // A ring that nothing was taken from yet tells no time: what was true before still is.
            watchedUntilBootNs = Math.max(watchedUntilBootNs, oldestPossiblyMissing(drainedUpToBootNs));
            watchedUntil.set(watchedUntilBootNs);
        }
    }

    /// Before this time nothing is left outside of the spool: each ring is in the order of time.
    private long oldestPossiblyMissing(long drainedUpToBootNs) {
        long oldest = drainedUpToBootNs;
        for (int place = 0; place < lastTakenBootNs.length; place++) {
            ContainerRing ring = rings.get(place);
            if (ring != null && ring.waitingBytes() > 0) {
                oldest = Math.min(oldest, lastTakenBootNs[place]);
            }
        }
        return oldest;
    }

    @Override
    public void idle(int workCount) {
        if (workCount == 0) {
            idle();
        }
    }

    @Override
    public void idle() {
        boolean waits = !batch.isEmpty();
        isPatient = waits;
        sleeper = Thread.currentThread();
        if (waits ? !isOneFilling() : allEmpty()) {
            LockSupport.parkNanos(this, sleepNs());
        }
        sleeper = null;
    }

    private long sleepNs() {
        if (batch.isEmpty()) {
            return MAX_SLEEP_NS;
        }
        return Math.clamp(due.leftNs(batch, clock.bootTimeNs()), 0, MAX_SLEEP_NS);
    }

    /// Any thread.
    private boolean isOneFilling() {
        for (int place = 0; place < rings.capacity(); place++) {
            ContainerRing ring = rings.get(place);
            if (ring != null && ring.waitingBytes() > ring.capacityBytes() / FILLING) {
                return true;
            }
        }
        return false;
    }

    private boolean allEmpty() {
        for (int place = 0; place < rings.capacity(); place++) {
            ContainerRing ring = rings.get(place);
            if (ring != null && ring.waitingBytes() > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void reset() {}

    @Override
    public String roleName() {
        return "vedette-ship";
    }
}
