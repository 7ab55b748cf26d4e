package io.vedette.core.pipeline;

import io.vedette.core.event.RecordHandler;
import io.vedette.core.sensor.Outage;
import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;

/// Keeps a sensor watching: one that throws again and again, or whose hooks are gone, is detached and attached
/// again, with growing pauses. The time between is told as a gap.
///
/// One thread, the drain; anybody may ask for the report. Polling allocates nothing.
final class SensorSupervisor implements Supplier<SensorReport> {

    private static final int MAX_FAULTS = 8;
    private static final long CHECK_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long MIN_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MAX_PAUSE_NS = TimeUnit.SECONDS.toNanos(60);
    /// A sensor that worked for that long has earned short pauses again.
    private static final long TRUST_NS = TimeUnit.MINUTES.toNanos(2);

    private final Sensor sensor;
    private final Clock clock;
    private final Consumer<Gap> gaps;
    private final ErrorHandler errors;
    private final Steps steps;
    private volatile SensorReport report;

    private boolean down;
    private int faultsInARow;
    private long bytesAtFault;
    private long pauseNs = MIN_PAUSE_NS;
    private long nextCheckNs;
    private long nextAttemptNs;
    private long attachedNs;
    private long downSinceBootNs;
    private long downSinceEpochNs;
    private List<Integer> missedKinds = List.of();
    private String cause = "";

    /// What else is to be done when a sensor goes and comes.
    interface Steps {
        /// The hooks are gone; what they wrote and counted can still be had, as far as that works.
        void lastWords();

        /// It watches anew: its counts begin at zero, and its filters are set by none yet.
        void attachedAgain();

        /// It has missed something, and goes on with its counts and filters.
        void watchesAgain();
    }

    /// @param attached what the sensor said when it was attached first
    /// @param gaps told of each time that was not watched, once it is over
    SensorSupervisor(
            Sensor sensor, SensorReport attached, Clock clock, Consumer<Gap> gaps, ErrorHandler errors, Steps steps) {
        this.sensor = sensor;
        this.report = attached;
        this.clock = clock;
        this.gaps = gaps;
        this.errors = errors;
        this.steps = steps;
        attachedNs = clock.bootTimeNs();
        nextCheckNs = attachedNs + CHECK_NS;
    }

    /// What is watched now, and what is not and why.
    @Override
    public SensorReport get() {
        return report;
    }

    /// Whether nothing is watched for the time being.
    boolean isDown() {
        return down;
    }

    /// As [Sensor#poll], which see. A fault is passed on until there are too many in a row.
    int poll(RecordHandler handler, int limit) {
        if (down) {
            return 0;
        }
        try {
            int records = sensor.poll(handler, limit);
            faultsInARow = 0;
            return records;
        } catch (RuntimeException | Error fault) {
            onFault(fault);
            throw fault;
        }
    }

    /// A record that can't be dealt with is behind us: as long as the ring gets emptier the sensor works.
    private void onFault(Throwable fault) {
        long bytes = waitingBytes();
        boolean isBehindUs = bytes >= 0 && bytes < bytesAtFault;
        faultsInARow = isBehindUs ? 1 : faultsInARow + 1;
        bytesAtFault = bytes;
        if (faultsInARow >= MAX_FAULTS) {
            takeDown("it failed " + MAX_FAULTS + " times in a row, last with " + fault);
        }
    }

    private long waitingBytes() {
        try {
            return sensor.waitingBytes();
        } catch (RuntimeException unreadable) {
            return -1;
        }
    }

    /// Called each turn: looks every few seconds whether the hooks are there, and brings them back.
    void maintain(long nowNs) {
        if (down && nowNs - nextAttemptNs >= 0) {
            bringBack(nowNs);
        } else if (!down && tellOutage()) {
            SteadyAgent.attempt(errors, steps::watchesAgain);
        }
        if (!down && nowNs - nextCheckNs >= 0) {
            nextCheckNs = nowNs + CHECK_NS;
            String trouble = sensor.trouble();
            if (!trouble.isEmpty()) {
                takeDown(trouble);
            } else if (nowNs - attachedNs > TRUST_NS) {
                pauseNs = MIN_PAUSE_NS;
            }
        }
    }

    /// Tells of the time that was not watched until the sensor was detached, if that is not told yet.
    void finish() {
        while (!down && tellOutage()) {
            // Each turn tells one.
        }
    }

    private boolean tellOutage() {
        Outage outage = sensor.outage();
        if (outage == null) {
            return false;
        }
        long toEpochNs = clock.epochTimeNs() - (clock.bootTimeNs() - outage.toBootNs());
        gaps.accept(new Gap(
                toEpochNs - (outage.toBootNs() - outage.fromBootNs()), toEpochNs, outage.kinds(), outage.cause()));
        return true;
    }

    private void takeDown(String why) {
        down = true;
        faultsInARow = 0;
        cause = why;
        missedKinds = report.kinds();
        downSinceBootNs = clock.bootTimeNs();
        downSinceEpochNs = clock.epochTimeNs();
        errors.onError(new IllegalStateException("the sensor is attached again: " + why));
        SteadyAgent.attempt(errors, sensor::detach);
        SteadyAgent.attempt(errors, steps::lastWords);
        SteadyAgent.attempt(errors, sensor::close);
        postpone(downSinceBootNs);
    }

    private void bringBack(long nowNs) {
        SensorReport latest = attach();
        if (latest.kinds().isEmpty()) {
            cause = String.join("; ", latest.issues());
            postpone(nowNs);
            return;
        }
        down = false;
        attachedNs = clock.bootTimeNs();
        report = latest;
        // The time that passed is told by the boot clock: the other one may have been set meanwhile.
        long toEpochNs = downSinceEpochNs + (attachedNs - downSinceBootNs);
        gaps.accept(new Gap(downSinceEpochNs, toEpochNs, missedKinds, "the sensor failed: " + cause));
        SteadyAgent.attempt(errors, steps::attachedAgain);
    }

    private SensorReport attach() {
        try {
            return sensor.attach();
        } catch (RuntimeException | Error fault) {
            errors.onError(fault);
            SteadyAgent.attempt(errors, sensor::close);
            return new SensorReport(report.tier(), List.of(), List.of("it can't be attached: " + fault));
        }
    }

    private void postpone(long nowNs) {
        nextAttemptNs = nowNs + pauseNs;
        report = new SensorReport(
                report.tier(),
                List.of(),
                List.of("the sensor failed and is attached again in " + pauseNs / 1_000_000_000L + " s: " + cause));
        pauseNs = Math.min(2 * pauseNs, MAX_PAUSE_NS);
    }
}
