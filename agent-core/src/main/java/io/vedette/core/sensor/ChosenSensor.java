package io.vedette.core.sensor;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.filter.Filters;
import io.vedette.core.limits.Shedding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The first of several sensors that can watch here. It is tried out with each [#attach()], so one that died may be
/// followed by another.
///
/// A sensor is made only when those before it could not watch. Threads are those of [Sensor].
public final class ChosenSensor implements Sensor {

    private final List<Supplier<Sensor>> candidates;
    private Filters filters = Filters.NONE;
    private Shedding shedding = Shedding.NONE;
    private @Nullable Sensor chosen;

    /// @param candidates the best one first
    public ChosenSensor(List<Supplier<Sensor>> candidates) {
        this.candidates = List.copyOf(candidates);
    }

    /// What the better ones lack is among the issues. When none can watch, the report is the last one's, with the
    /// issues of all.
    @Override
    public SensorReport attach() {
        List<String> issues = new ArrayList<>();
        SensorReport report = new SensorReport("none", List.of(), List.of());
        for (Supplier<Sensor> candidate : candidates) {
            close();
            Sensor sensor = candidate.get();
            chosen = sensor;
            sensor.apply(filters);
            sensor.shed(shedding);
            report = sensor.attach();
            issues.addAll(report.issues());
            if (!report.kinds().isEmpty()) {
                break;
            }
        }
        return new SensorReport(report.tier(), report.kinds(), issues);
    }

    @Override
    public void apply(Filters wanted) {
        filters = wanted;
        if (chosen != null) {
            chosen.apply(wanted);
        }
    }

    @Override
    public void shed(Shedding wanted) {
        shedding = wanted;
        if (chosen != null) {
            chosen.shed(wanted);
        }
    }

    @Override
    public boolean ignore(long cgroupId, boolean ignore) {
        return chosen == null || chosen.ignore(cgroupId, ignore);
    }

    @Override
    public int snapshot(RecordHandler handler) {
        return chosen == null ? 0 : chosen.snapshot(handler);
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        return chosen == null ? 0 : chosen.poll(handler, limit);
    }

    @Override
    public void await(int timeoutMs) {
        if (chosen == null) {
            LockSupport.parkNanos(timeoutMs * 1_000_000L);
        } else {
            chosen.await(timeoutMs);
        }
    }

    @Override
    public Waiting waiting() {
        return chosen == null ? Waiting.NONE : chosen.waiting();
    }

    @Override
    public void readCounts(CountHandler handler) {
        if (chosen != null) {
            chosen.readCounts(handler);
        }
    }

    @Override
    public void forget(long cgroupId) {
        if (chosen != null) {
            chosen.forget(cgroupId);
        }
    }

    @Override
    public long waitingBytes() {
        return chosen == null ? 0 : chosen.waitingBytes();
    }

    @Override
    public String trouble() {
        return chosen == null ? "" : chosen.trouble();
    }

    @Override
    public @Nullable Outage outage() {
        return chosen == null ? null : chosen.outage();
    }

    @Override
    public void detach() {
        if (chosen != null) {
            chosen.detach();
        }
    }

    @Override
    public void close() {
        if (chosen != null) {
            chosen.close();
            chosen = null;
        }
    }
}
