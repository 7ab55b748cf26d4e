package io.vedette.core.chaos;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/// Rows as a page for people.
final class Markdown {

    private static final List<String> MEASURES = List.of("start", "starting_p50", "starting_p99", "p50", "p99", "p100");

    private Markdown() {}

    static String of(Watching on, List<JsonNode> rows) throws IOException {
        List<JsonNode> run = rows.stream().filter(row -> !row.has("left_out")).toList();
        int pairs =
                run.isEmpty() ? 0 : run.getFirst().path("start").path("with_ns").size();
        StringBuilder page = new StringBuilder((on == Watching.EBPF ? HEAD : HEAD_OF_PTRACE)
                .replace("{pairs}", pairs == 1 ? "one pair" : pairs + " pairs")
                .replace("{requests}", "" + Run.REQUESTS * Phase.values().length)
                .replace("{rate}", "" + Run.REQUESTS_PER_SECOND)
                .replace("{machine}", machine()));
        String suffix = on == Watching.EBPF ? "" : ", by " + on.tier();
        String family = "";
        for (JsonNode row : run) {
            if (!row.path("family").asText().equals(family)) {
                family = row.path("family").asText();
                page.append("\n### ")
                        .append(family)
                        .append(suffix)
                        .append("\n\n")
                        .append(COLUMNS);
            }
            page.append(line(row));
        }
        appendLeftOut(page, rows);
        page.append(RAW.replace("{suffix}", suffix));
        for (JsonNode row : run) {
            page.append("- ").append(row.path("fault").asText()).append('\n');
            MEASURES.forEach(measure -> page.append("  - ")
                    .append(measure)
                    .append(": ")
                    .append(pairs(row.path(measure)))
                    .append('\n'));
        }
        return page.toString();
    }

    private static void appendLeftOut(StringBuilder page, List<JsonNode> rows) {
        List<JsonNode> leftOut =
                rows.stream().filter(row -> row.has("left_out")).toList();
        if (!leftOut.isEmpty()) {
            page.append("\nNot run:\n\n");
        }
        for (JsonNode row : leftOut) {
            page.append("- *")
                    .append(row.path("fault").asText())
                    .append("*: ")
                    .append(row.path("left_out").asText())
                    .append(".\n");
        }
    }

    private static String line(JsonNode row) {
        return "| %s | %s | %s | %s | %s | %s | %,d | %,d | %,d | %,d | %,d | %s | %s |%n"
                .formatted(
                        row.path("fault").asText(),
                        times(row.path("start")),
                        times(row.path("starting_p50")),
                        times(row.path("starting_p99")),
                        times(row.path("p50")),
                        times(row.path("p99")),
                        row.path("generated").asLong(),
                        row.path("received").asLong(),
                        row.path("waiting").asLong(),
                        row.path("counted").asLong(),
                        row.path("unwatched").asLong(),
                        mebibytes(row.path("peak_bytes").asLong()),
                        row.path("end").asText("").isEmpty()
                                ? "-"
                                : row.path("end").asText());
    }

    private static String times(JsonNode measure) {
        double difference = measure.path("difference_ms").asDouble();
        return Report.ms(measure.path("without_ms").asDouble()) + " → "
                + Report.ms(measure.path("with_ms").asDouble()) + " (" + (difference < 0 ? "" : "+")
                + Report.ms(difference) + ")";
    }

    private static String pairs(JsonNode measure) {
        JsonNode without = measure.path("without_ns");
        JsonNode with = measure.path("with_ns");
        return java.util.stream.IntStream.range(0, with.size())
                .mapToObj(i -> Report.ms(without.get(i).asLong() / 1e6) + "/"
                        + Report.ms(with.get(i).asLong() / 1e6))
                .collect(joining(", "));
    }

    private static String mebibytes(long bytes) {
        return bytes == 0 ? "-" : String.format(Locale.ROOT, "%.1f", bytes / 1048576.0);
    }

    private static String machine() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown CPU");
        return "%d × %s, Linux %s, Java %s, %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        model,
                        Files.readString(Path.of("/proc/sys/kernel/osrelease")).trim(),
                        Runtime.version(),
                        LocalDate.now(ZoneOffset.UTC));
    }

    private static final String HEAD = """
            # What faults of the agent cost the task

            Made by `./dev chaos`; see [CONTRIBUTING](../CONTRIBUTING.md) for how a row is added.

            Each row is a real task (pause, an app that answers requests, one-off apps, the agent as a sidecar; shared network,
            pid and ipc namespaces; 128 MiB for the agent), run in {pairs}: without the sidecar, and with it under the fault, in
            the order ABBA. What every run has to show, or the row fails: the app starts and answers all of its {requests} requests ({rate} a
            second, each makes, writes and removes a file, one in ten starts a process), it and the one-off apps end with 0, the
            agent's memory stays below its limit, the agent ends as it should, and whatever the apps did while an agent watched
            is received, waits in the spool or is counted lost, exactly.

            Times are taken, not judged: a median of the runs without → with (the median of the differences within pairs), in
            milliseconds. *Start* is from asking the runtime for the app to its first answer, *p50* and *p99* are of requests,
            from when each was due: *starting* those of the first moments, while the agent starts too, then all others. Judge
            them by the rows of *noise*: there the same task is compared with itself, and with itself beside a sidecar that is no
            agent and only takes what CPU time nobody else wants. That alone makes the slowest answers slower: with so few CPUs
            whoever uses one is in somebody's way for some milliseconds now and then. Here that are the agent in its first seconds,
            the endpoint, which is elsewhere in production, and the runtime that starts one-off apps.

            Events are sums over the runs: what was done, of that what arrived, what waits, what was counted lost, and what was
            done while nobody watched and not told. *Peak* is the agent's largest resident memory in MiB, as far as it was seen.

            {machine}.
            """;

    private static final String HEAD_OF_PTRACE = """
            ## Without eBPF: by ptrace

            Made by `./dev chaos --tier ptrace`. The same rows, in {pairs} each, with a sidecar as on Fargate: the default capabilities and
            `SYS_PTRACE`, and a filter that refuses what Docker's refuses. The app and the one-off apps have to go on as above. Of what
            they did, execs, forks and exits are looked for; files and connections are seen in part there, so the books of these rows do
            not have them. What was missed while a tracer was replaced is under *not watched*: the agent tells the time as a `gap`, and no more may
            be missing than ran in it.

            Two limits are the tier's own. Who freezes the agent's container holds the tracer: an app that makes a process then goes on within
            half a second, once, when the kernel's timer has ended the tracer (not in a freezer of cgroup v1, which lets no process end: there
            it waits for the thaw). A CPU quota that runs out holds it for what is left of the period, 0.1 s as a rule, once: then nothing is
            traced until the quota has not run out for a second.

            {machine}.
            """;

    private static final String COLUMNS = """
            | fault | start | p50 starting | p99 starting | p50 | p99 | done | received | waits | counted lost | not watched | peak | agent |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private static final String RAW = """

            ## Raw pairs{suffix}

            Without/with, in milliseconds, in the order in which they were run.

            """;
}
