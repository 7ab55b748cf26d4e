package io.vedette.core.main;

import io.vedette.core.coverage.State;
import io.vedette.core.json.Json;
import io.vedette.core.telemetry.Plain;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A report of coverage for people: clusters with their percentages, then tasks, worst first.
final class CoverageTable {

    private static final List<String> CLUSTER_HEAD =
            List.of("ACCOUNT", "CLUSTER", "COVERED", "UNHEALTHY", "STARTING", "HEALTHY", "EXCLUDED", "UNEXPECTED");
    private static final List<String> TASK_HEAD =
            List.of("STATE", "SINCE", "ACCOUNT", "CLUSTER", "SERVICE", "TASK", "ISSUE");
    private static final String NONE = "-";

    private final Json report;
    private final Instant time;

    /// @param report as `GET /coverage` answers it
    CoverageTable(Json report) {
        this.report = report;
        time = time(report.text("time"));
    }

    /// A cluster, or a task, and what it is sorted by.
    private record Line(double worst, List<String> cells) {}

    List<String> lines() {
        List<Line> clusters = new ArrayList<>();
        List<Line> tasks = new ArrayList<>();
        for (Json account : report.at("accounts").items()) {
            for (Json cluster : account.at("clusters").items()) {
                clusters.add(cluster(account.text("account"), cluster));
                for (Json service : cluster.at("services").items()) {
                    for (Json task : service.at("tasks").items()) {
                        tasks.add(
                                task(account.text("account"), cluster.text("cluster"), service.text("service"), task));
                    }
                }
            }
        }
        List<String> lines = new ArrayList<>();
        if (tasks.isEmpty()) {
            lines.add("no task is known: give the endpoint --tasks, or post them to /tasks");
        } else {
            lines.addAll(table(CLUSTER_HEAD, clusters));
            lines.add("");
            lines.addAll(table(TASK_HEAD, tasks));
        }
        lines.addAll(lost());
        return lines;
    }

    private Line cluster(String account, Json cluster) {
        Json totals = cluster.at("totals");
        double percent = totals.number("percent");
        List<String> cells = new ArrayList<>(
                List.of(cell(account), cell(cluster.text("cluster")), String.format(Locale.ROOT, "%.1f%%", percent)));
        for (State state : State.values()) {
            cells.add("" + (long) totals.number(state.toString()));
        }
        return new Line(percent, cells);
    }

    private Line task(String account, String cluster, String service, Json task) {
        String state = task.text("state");
        List<Json> issues = task.at("issues").items();
        List<Json> notes = task.at("notes").items();
        String issue = issues.isEmpty()
                ? notes.stream().map(Json::text).findFirst().orElse(NONE)
                : issues.getFirst().text("title") + ": " + issues.getFirst().text("message");
        String more = issues.size() > 1 ? " (and " + (issues.size() - 1) + " more)" : "";
        return new Line(
                State.named(state).map(State::ordinal).orElse(State.values().length),
                List.of(
                        state,
                        since(task.text("since")),
                        cell(account),
                        cell(cluster),
                        cell(service),
                        cell(task.text("name")),
                        Plain.text(issue) + more));
    }

    private static String cell(String text) {
        String plain = Plain.text(text);
        return plain.isEmpty() ? NONE : plain;
    }

    /// How long ago.
    private String since(String text) {
        Duration ago = Duration.between(time(text), time);
        if (ago.toHours() >= 48) {
            return ago.toDays() + "d";
        }
        if (ago.toMinutes() >= 120) {
            return ago.toHours() + "h";
        }
        return ago.toSeconds() >= 120 ? ago.toMinutes() + "m" : Math.max(0, ago.toSeconds()) + "s";
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException none) {
            return Instant.EPOCH;
        }
    }

    private static List<String> table(List<String> head, List<Line> lines) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(head);
        lines.stream()
                .sorted(Comparator.comparingDouble(Line::worst)
                        .thenComparing(line -> line.cells().toString()))
                .forEach(line -> rows.add(line.cells()));
        return rows.stream().map(row -> line(row, rows)).toList();
    }

    private static String line(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size() - 1; i++) {
            int column = i;
            int width = rows.stream()
                    .mapToInt(each -> each.get(column).length())
                    .max()
                    .orElse(0);
            line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
        }
        return line.append(row.getLast()).toString();
    }

    private List<String> lost() {
        List<String> lines = new ArrayList<>();
        Json lost = report.at("lost");
        for (String what : List.of("tasks", "agents", "sightings", "events")) {
            long count = (long) lost.number(what);
            if (count > 0) {
                lines.add("note: " + count + " " + what + " found no room at the endpoint");
            }
        }
        return lines;
    }
}
