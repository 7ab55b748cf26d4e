package io.vedette.core.main;

import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.limits.CpuLimiter;
import io.vedette.core.limits.OwnLimits;
import io.vedette.core.pipeline.DiscardedBatches;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.BooksPage;
import io.vedette.core.telemetry.CycleWatch;
import io.vedette.core.telemetry.ErrorLog;
import io.vedette.core.telemetry.HealthReport;
import io.vedette.core.telemetry.HealthState;
import io.vedette.core.telemetry.Issue;
import io.vedette.core.telemetry.IssueCode;
import io.vedette.core.telemetry.LimitReport;
import io.vedette.core.telemetry.ResidentMemory;
import io.vedette.core.telemetry.Tally;
import io.vedette.core.time.Clock;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.stream.Publisher;
import io.vedette.transport.stream.PublisherStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Judges how the agent is, honestly: what runs but does not deliver, drops, or sees nothing is not healthy.
/// The one place that does: the stream, the status file and the metrics tell what it says.
///
/// Any thread may ask. Durations are of the boot clock and in steps, so neither a wall clock that jumps nor a
/// process that was stopped for a while makes anything look long.
final class HealthMonitor implements Supplier<HealthReport> {

    private static final long SILENT_NS = 30_000_000_000L;
    private static final long RECENT_NS = 10_000_000_000L;
    private static final long MAX_STEP_NS = 2_000_000_000L;

    private final Parts parts;
    private final Clock clock;
    private final long startedBootNs;
    private final BooksPage page = new BooksPage();
    private final Recent dropped = new Recent();
    private final Recent discarded = new Recent();
    private @Nullable Started started;
    private long lastNs;
    private long silentNs;
    private long acknowledgedBefore;

    /// @param partIssues what could not be had
    record Parts(
            Publisher publisher,
            Spool spool,
            ProcessTable processes,
            ContainerTable containers,
            ErrorLog errors,
            DiscardedBatches discarded,
            Supplier<List<String>> contextIssues,
            Supplier<List<Issue>> partIssues,
            CpuLimiter cpu,
            OwnLimits ownLimits,
            ResidentMemory memory) {}

    private record Started(Supplier<SensorReport> sensor, CycleWatch cycles) {}

    /// How much a sum grew within the last seconds. It may shrink: containers that are gone take their books
    /// with them.
    private static final class Recent {

        private long before;
        private long recent;
        private long sinceNs;

        long update(long total, long nowNs) {
            if (total > before) {
                recent += total - before;
                sinceNs = nowNs;
            } else if (nowNs - sinceNs > RECENT_NS) {
                recent = 0;
            }
            before = total;
            return recent;
        }
    }

    /// @param clock this monitor's own
    HealthMonitor(Parts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
        startedBootNs = clock.bootTimeNs();
        lastNs = startedBootNs;
    }

    /// All parts have started.
    synchronized void started(Supplier<SensorReport> sensor, CycleWatch cycles) {
        started = new Started(sensor, cycles);
    }

    @Override
    public synchronized HealthReport get() {
        long nowNs = clock.bootTimeNs();
        PublisherStatus delivery = parts.publisher().status();
        List<Issue> issues = new ArrayList<>();
        if (started != null) {
            watched(issues, started.sensor().get());
            issues.addAll(started.cycles().issues());
        }
        silence(issues, delivery, nowNs);
        losses(issues, nowNs);
        long corrupt = parts.discarded().corruptDocuments();
        if (corrupt > 0) {
            issues.add(new Issue(
                    IssueCode.SPOOL_DAMAGED,
                    corrupt + " batches could not be read back from the spool: their events are lost, and not in the "
                            + "accounts"));
        }
        if (!parts.spool().isDurable()) {
            String trouble = parts.spool().trouble();
            String why = trouble.isEmpty() ? "" : " (" + trouble + ")";
            issues.add(new Issue(
                    IssueCode.MEMORY_ONLY, "batches are kept in memory only: they don't survive a restart" + why));
        }
        parts.contextIssues().get().forEach(issue -> issues.add(new Issue(IssueCode.NAMES_MISSING, issue)));
        issues.addAll(parts.partIssues().get());
        String shedding = parts.cpu().issue();
        if (shedding != null) {
            issues.add(new Issue(IssueCode.SHEDDING, shedding));
        }
        return new HealthReport(
                started == null ? HealthState.STARTING : HealthReport.stateOf(issues),
                issues,
                nowNs - startedBootNs,
                parts.memory().bytes(),
                delivery.acknowledgedSequence(),
                parts.spool().waitingBatches(),
                parts.errors().count(),
                parts.processes().size(),
                parts.containers().size(),
                limits());
    }

    private LimitReport limits() {
        CpuLimiter cpu = parts.cpu();
        OwnLimits own = parts.ownLimits();
        return new LimitReport(
                cpu.budgetPerSecondNs(),
                cpu.usedPerSecondNs(),
                cpu.shedding().level(),
                own.memoryLimitBytes(),
                own.notLimited());
    }

    private static void watched(List<Issue> issues, SensorReport sensor) {
        if (sensor.kinds().isEmpty()) {
            issues.add(
                    new Issue(IssueCode.NOTHING_WATCHED, "nothing is watched: " + String.join("; ", sensor.issues())));
        } else if (!sensor.issues().isEmpty()) {
            issues.add(new Issue(
                    IssueCode.HOOKS_MISSING,
                    sensor.issues().size() + " hooks are missing: " + String.join("; ", sensor.issues())));
        }
    }

    private void silence(List<Issue> issues, PublisherStatus delivery, long nowNs) {
        boolean isWaiting = parts.spool().waitingBatches() > 0;
        boolean progress = delivery.acknowledgedBatches() != acknowledgedBefore;
        silentNs = isWaiting && !progress ? silentNs + Math.clamp(nowNs - lastNs, 0, MAX_STEP_NS) : 0;
        acknowledgedBefore = delivery.acknowledgedBatches();
        lastNs = nowNs;
        if (silentNs > SILENT_NS) {
            String why = delivery.lastError().isEmpty() ? "no answer" : delivery.lastError();
            issues.add(new Issue(
                    IssueCode.NOT_ACKNOWLEDGING,
                    "nothing was acknowledged for " + silentNs / 1_000_000_000L + " s: " + why));
        }
    }

    private void losses(List<Issue> issues, long nowNs) {
        long droppedTotal = 0;
        long discardedTotal = 0;
        for (int index = 0; index < parts.containers().capacity(); index++) {
            Container container = parts.containers().at(index);
            for (int kind = 0; container != null && kind < Books.KINDS; kind++) {
                if (container.books().has(kind)) {
                    container.books().read(kind, page);
                    // What the agent leaves out to keep to its CPU budget is an issue of its own.
                    droppedTotal += page.dropped() - page.get(Tally.KERNEL_SAMPLED);
                    discardedTotal += page.discarded();
                }
            }
        }
        long droppedNow = dropped.update(droppedTotal, nowNs);
        if (droppedNow > 0) {
            issues.add(new Issue(IssueCode.DROPPING, droppedNow + " events were dropped in the last seconds"));
        }
        long discardedNow = discarded.update(discardedTotal, nowNs);
        if (discardedNow > 0) {
            issues.add(new Issue(
                    IssueCode.DISCARDING,
                    discardedNow + " events went in the last seconds with batches that the spool had no room for"));
        }
    }
}
