package io.vedette.core.main;

import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.pipeline.DiscardedBatches;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.BooksPage;
import io.vedette.core.telemetry.ErrorLog;
import io.vedette.core.telemetry.HealthReport;
import io.vedette.core.telemetry.ResidentMemory;
import io.vedette.core.time.Clock;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.stream.Publisher;
import io.vedette.transport.stream.PublisherStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Judges how the agent is, honestly: what runs but does not deliver, drops, or sees nothing is not healthy.
/// One thread.
final class HealthMonitor implements Supplier<HealthReport> {

    private static final long SILENT_NS = 30_000_000_000L;

    private final Publisher publisher;
    private final Spool spool;
    private final ProcessTable processes;
    private final ContainerTable containers;
    private final ErrorLog errors;
    private final SensorReport sensor;
    private final DiscardedBatches discarded;
    private final Supplier<List<String>> contextIssues;
    private final ResidentMemory memory;
    private final Clock clock;
    private final long startedEpochNs;
    private final long startedBootNs;
    private final BooksPage page = new BooksPage();
    private long droppedBefore;
    private long discardedBefore;

    HealthMonitor(
            Publisher publisher,
            Spool spool,
            ProcessTable processes,
            ContainerTable containers,
            ErrorLog errors,
            SensorReport sensor,
            DiscardedBatches discarded,
            Supplier<List<String>> contextIssues,
            ResidentMemory memory,
            Clock clock) {
        this.publisher = publisher;
        this.spool = spool;
        this.processes = processes;
        this.containers = containers;
        this.errors = errors;
        this.sensor = sensor;
        this.discarded = discarded;
        this.contextIssues = contextIssues;
        this.memory = memory;
        this.clock = clock;
        startedEpochNs = clock.epochTimeNs();
        startedBootNs = clock.bootTimeNs();
    }

    @Override
    public HealthReport get() {
        long nowNs = clock.epochTimeNs();
        PublisherStatus delivery = publisher.status();
        List<String> issues = new ArrayList<>();
        if (sensor.kinds().isEmpty()) {
            issues.add("nothing is watched: " + String.join("; ", sensor.issues()));
        }
        silence(issues, delivery, nowNs);
        losses(issues);
        if (discarded.corruptDocuments() > 0) {
            issues.add(discarded.corruptDocuments()
                    + " batches could not be read back from the spool: their events are lost, and not in the accounts");
        }
        if (!spool.isDurable()) {
            issues.add("batches are kept in memory only: they don't survive a restart");
        }
        issues.addAll(contextIssues.get());
        return new HealthReport(
                issues,
                clock.bootTimeNs() - startedBootNs,
                memory.bytes(),
                delivery.acknowledgedSequence(),
                spool.waitingBatches(),
                errors.count(),
                processes.size(),
                containers.size());
    }

    private void silence(List<String> issues, PublisherStatus delivery, long nowNs) {
        long sinceNs = nowNs - Math.max(delivery.lastAckNs(), startedEpochNs);
        if (spool.waitingBatches() > 0 && sinceNs > SILENT_NS) {
            String why = delivery.lastError().isEmpty() ? "no answer" : delivery.lastError();
            issues.add("nothing was acknowledged for " + sinceNs / 1_000_000_000L + " s: " + why);
        }
    }

    private void losses(List<String> issues) {
        long dropped = 0;
        long discarded = 0;
        for (int index = 0; index < containers.capacity(); index++) {
            Container container = containers.at(index);
            for (int kind = 0; container != null && kind < Books.KINDS; kind++) {
                if (container.books().has(kind)) {
                    container.books().read(kind, page);
                    dropped += page.dropped();
                    discarded += page.discarded();
                }
            }
        }
        // Containers that are gone take their books with them, so the sums may shrink.
        if (dropped > droppedBefore) {
            issues.add((dropped - droppedBefore) + " events were dropped since the last report");
        }
        if (discarded > discardedBefore) {
            issues.add((discarded - discardedBefore) + " events went with batches that the spool had no room for");
        }
        droppedBefore = dropped;
        discardedBefore = discarded;
    }
}
