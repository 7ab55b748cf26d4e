package io.vedette.core.pipeline;

import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.BooksPage;
import io.vedette.core.telemetry.HealthReport;
import io.vedette.core.telemetry.LimitReport;
import io.vedette.core.telemetry.Tally;
import io.vedette.transport.codec.WireWriter;
import io.vedette.v1.Account;
import io.vedette.v1.AgentInfo;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Health;
import io.vedette.v1.Loss;
import io.vedette.v1.SensorState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/// Writes what the agent knows of itself into the stream: gaps, losses, the books, health. At an interval,
/// when anything changed; several times more rarely when nothing did.
///
/// One thread, the ship. A loss is told as what came since it was last told, and once more
/// when the batch that told it did not arrive.
final class Heartbeat {

    private static final int IDLE_BEATS = 10;
    private static final long MS_NS = 1_000_000;

    private final ContainerTable containers;
    private final BatchBuilder batch;
    private final BatchOutlet outlet;
    private final Supplier<HealthReport> health;
    private final Supplier<SensorReport> sensor;
    private final long intervalNs;
    private final Queue<Gap> gaps;
    private final ReportedBooks reported;
    private final LostReports lostReports;
    private final BooksPage page = new BooksPage();
    private List<String> toldFilters = List.of();
    private long lastNs;

    /// @param gaps to be told with the next heartbeat; any thread may add to it
    /// @param lostReports to be told again
    Heartbeat(
            ContainerTable containers,
            BatchBuilder batch,
            BatchOutlet outlet,
            Supplier<HealthReport> health,
            Supplier<SensorReport> sensor,
            Queue<Gap> gaps,
            LostReports lostReports,
            long intervalNs) {
        this.containers = containers;
        this.batch = batch;
        this.outlet = outlet;
        this.health = health;
        this.sensor = sensor;
        this.gaps = gaps;
        this.lostReports = lostReports;
        this.intervalNs = intervalNs;
        reported = new ReportedBooks(containers.capacity());
    }

    boolean isDue(long nowNs) {
        long sinceNs = nowNs - lastNs;
        return lastNs == 0 || sinceNs >= IDLE_BEATS * intervalNs || (sinceNs >= intervalNs && hasNews());
    }

    private boolean hasNews() {
        return !gaps.isEmpty()
                || !lostReports.isEmpty()
                || reported.isStale(containers)
                || !sensor.get().filters().equals(toldFilters);
    }

    /// Writes everything that is to be told; a batch that gets full on the way is put out.
    void write(long nowNs) {
        lastNs = nowNs;
        lostReports.takeBack(reported);
        for (Gap gap = gaps.poll(); gap != null; gap = gaps.poll()) {
            Gap told = gap;
            put((writer, positions) -> gap(writer, told, sensor.get().kinds()));
        }
        for (int index = 0; index < containers.capacity(); index++) {
            Container container = containers.at(index);
            if (container == null) {
                reported.forget(index);
            } else {
                books(container);
            }
        }
        SensorReport report = sensor.get();
        toldFilters = report.filters();
        put((writer, positions) -> {
            sensor(writer, report);
            health(writer, health.get());
        });
    }

    private void books(Container container) {
        for (int kind = 0; kind < Books.KINDS; kind++) {
            if (!container.books().has(kind)) {
                continue;
            }
            container.books().read(kind, page);
            BooksPage before = reported.get(container, kind);
            if (page.sameAs(before)) {
                continue;
            }
            int pageKind = kind;
            for (int number = 0; number < Tally.count(); number++) {
                Tally tally = Tally.at(number);
                long news = page.get(tally) - before.get(tally);
                if (tally.isLoss() && news > 0) {
                    put((writer, positions) -> {
                        int position = positions.describe(writer, container);
                        loss(writer, position, pageKind, tally, news, page.get(tally));
                    });
                    batch.contents().addLoss(container, kind, tally, news);
                }
            }
            put((writer, positions) -> account(writer, positions.describe(writer, container), pageKind, page));
            reported.update(container, kind, page);
        }
    }

    /// What was lost and is not told, now that nothing more will be.
    void addUntold(UntoldLosses untold) {
        lostReports.takeBack(reported);
        for (int index = 0; index < containers.capacity(); index++) {
            Container container = containers.at(index);
            for (int kind = 0; container != null && kind < Books.KINDS; kind++) {
                container.books().read(kind, page);
                long lost = page.losses() - reported.get(container, kind).losses();
                if (lost > 0) {
                    untold.add(ContainerEncoder.idInStream(container), kind, lost);
                }
            }
        }
    }

    private void put(BatchBuilder.Report report) {
        if (!batch.report(report)) {
            outlet.put(batch);
            if (!batch.report(report)) {
                throw new IllegalStateException("a single report does not fit an empty batch");
            }
        }
    }

    private static void loss(WireWriter writer, int container, int kind, Tally tally, long news, long total) {
        int mark = writer.beginMessage(EventBatch.LOSSES_FIELD_NUMBER);
        writer.uint32(Loss.CONTAINER_FIELD_NUMBER, container);
        writer.uint32(Loss.KIND_FIELD_NUMBER, kind);
        writer.uint32(Loss.STAGE_FIELD_NUMBER, tally.stage());
        writer.uint32(Loss.REASON_FIELD_NUMBER, tally.reason());
        writer.uint64(Loss.COUNT_FIELD_NUMBER, news);
        writer.uint64(Loss.TOTAL_FIELD_NUMBER, total);
        writer.endMessage(mark);
    }

    private static void account(WireWriter writer, int container, int kind, BooksPage page) {
        int mark = writer.beginMessage(EventBatch.ACCOUNTS_FIELD_NUMBER);
        writer.uint32(Account.CONTAINER_FIELD_NUMBER, container);
        writer.uint32(Account.KIND_FIELD_NUMBER, kind);
        writer.uint64(Account.SEEN_FIELD_NUMBER, page.seen());
        writer.uint64(Account.SENT_FIELD_NUMBER, page.get(Tally.SENT));
        writer.uint64(Account.DROPPED_FIELD_NUMBER, page.dropped());
        writer.uint64(Account.WAITING_FIELD_NUMBER, page.inKernel() + page.inRings());
        writer.uint64(Account.DISCARDED_FIELD_NUMBER, page.discarded());
        writer.endMessage(mark);
    }

    private static void gap(WireWriter writer, Gap gap, List<Integer> kinds) {
        int mark = writer.beginMessage(EventBatch.GAPS_FIELD_NUMBER);
        writer.fixed64(io.vedette.v1.Gap.FROM_TIME_NS_FIELD_NUMBER, gap.fromEpochNs());
        writer.fixed64(io.vedette.v1.Gap.TO_TIME_NS_FIELD_NUMBER, gap.toEpochNs());
        packed(writer, io.vedette.v1.Gap.KINDS_FIELD_NUMBER, gap.kinds().isEmpty() ? kinds : gap.kinds());
        text(writer, io.vedette.v1.Gap.CAUSE_FIELD_NUMBER, gap.cause());
        writer.endMessage(mark);
    }

    private static void sensor(WireWriter writer, SensorReport report) {
        // A second `agent` field adds to the first one: that is how protobuf reads a message that comes in parts.
        int agent = writer.beginMessage(EventBatch.AGENT_FIELD_NUMBER);
        int mark = writer.beginMessage(AgentInfo.SENSORS_FIELD_NUMBER);
        text(writer, SensorState.TIER_FIELD_NUMBER, report.tier());
        packed(writer, SensorState.KINDS_FIELD_NUMBER, report.kinds());
        report.issues().forEach(issue -> text(writer, SensorState.ISSUES_FIELD_NUMBER, issue));
        report.filters().forEach(filter -> text(writer, SensorState.FILTERS_FIELD_NUMBER, filter));
        writer.endMessage(mark);
        writer.endMessage(agent);
    }

    private static void health(WireWriter writer, HealthReport report) {
        int mark = writer.beginMessage(EventBatch.HEALTH_FIELD_NUMBER);
        writer.bool(Health.HEALTHY_FIELD_NUMBER, report.healthy());
        report.issues().forEach(issue -> text(writer, Health.ISSUES_FIELD_NUMBER, issue.sentence()));
        writer.fixed64(Health.UP_TIME_NS_FIELD_NUMBER, report.upTimeNs());
        writer.uint64(Health.RESIDENT_BYTES_FIELD_NUMBER, report.residentBytes());
        writer.uint64(Health.ACKNOWLEDGED_SEQUENCE_FIELD_NUMBER, report.acknowledgedSequence());
        writer.uint64(Health.WAITING_BATCHES_FIELD_NUMBER, report.waitingBatches());
        writer.uint64(Health.ERRORS_FIELD_NUMBER, report.errors());
        writer.uint32(Health.PROCESSES_FIELD_NUMBER, report.processes());
        writer.uint32(Health.CONTAINERS_FIELD_NUMBER, report.containers());
        LimitReport limits = report.limits();
        writer.uint32(Health.SHEDDING_LEVEL_FIELD_NUMBER, limits.sheddingLevel());
        writer.uint32(Health.CPU_BUDGET_MILLIS_FIELD_NUMBER, (int) (limits.cpuBudgetPerSecondNs() / MS_NS));
        writer.uint32(Health.CPU_USED_MILLIS_FIELD_NUMBER, (int) (limits.cpuUsedPerSecondNs() / MS_NS));
        writer.uint64(Health.MEMORY_LIMIT_BYTES_FIELD_NUMBER, limits.memoryLimitBytes());
        limits.notLimited().forEach(sentence -> text(writer, Health.NOT_LIMITED_FIELD_NUMBER, sentence));
        writer.uint32(Health.STATE_FIELD_NUMBER, report.state().number());
        packed(
                writer,
                Health.CODES_FIELD_NUMBER,
                report.issues().stream().map(issue -> issue.code().number()).toList());
        writer.endMessage(mark);
    }

    private static void packed(WireWriter writer, int field, List<Integer> values) {
        writer.packed(field, values.stream().mapToInt(Integer::intValue).toArray(), values.size());
    }

    private static void text(WireWriter writer, int field, String text) {
        writer.bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }
}
