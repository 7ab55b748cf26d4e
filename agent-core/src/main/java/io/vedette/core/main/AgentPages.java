package io.vedette.core.main;

import io.vedette.core.http.Page;
import io.vedette.core.metrics.AgentMetrics;
import io.vedette.core.telemetry.HealthReport;
import io.vedette.core.telemetry.HealthState;
import io.vedette.core.telemetry.IssueCode;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What is answered over HTTP: whether the agent lives, whether it is ready, and its metrics.
final class AgentPages {

    private static final String TEXT = "text/plain; charset=utf-8";

    private AgentPages() {}

    static List<Page> of(Supplier<HealthReport> health, AgentMetrics metrics) {
        return List.of(
                new Page("/livez", () -> judge(health.get(), AgentPages::isAlive)),
                new Page("/readyz", () -> judge(health.get(), AgentPages::isReady)),
                new Page("/metrics", () -> new Page.Reply(200, metrics.contentType(), metrics.text())));
    }

    /// Alive: its cycles turn. A new process would not help with anything else.
    private static boolean isAlive(HealthReport report) {
        return report.issues().stream().noneMatch(issue -> issue.code() == IssueCode.STUCK_CYCLE);
    }

    /// Ready: it watches, and what it sees goes to an endpoint or at least where it is kept.
    private static boolean isReady(HealthReport report) {
        List<IssueCode> codes =
                report.issues().stream().map(issue -> issue.code()).toList();
        boolean keeps = !codes.contains(IssueCode.NOT_ACKNOWLEDGING) || !codes.contains(IssueCode.MEMORY_ONLY);
        return report.state() != HealthState.STARTING
                && keeps
                && !codes.contains(IssueCode.NOTHING_WATCHED)
                && !codes.contains(IssueCode.STUCK_CYCLE)
                && !codes.contains(IssueCode.DISCARDING);
    }

    private static Page.Reply judge(HealthReport report, Predicate<HealthReport> test) {
        StringBuilder text = new StringBuilder(report.state().text()).append('\n');
        report.issues()
                .forEach(issue -> text.append(issue.code())
                        .append(": ")
                        .append(issue.sentence())
                        .append('\n'));
        return new Page.Reply(test.test(report) ? 200 : 503, TEXT, text.toString());
    }
}
