package io.vedette.core.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.core.delivery.Delivered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What rows showed on a tier: a file of JSON for each in `target/chaos/TIER/rows`, so that suites in several JVMs add
/// to
/// the same report, and `target/chaos/TIER/report.md` and `runs.jsonl` made of all of them after each.
final class Report {

    private static final Path FOLDER =
            Path.of(System.getProperty("basedir", "."), "target", "chaos").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Report() {}

    static void add(Chaos.Numbered numbered, List<Pair> pairs) throws IOException {
        ObjectNode row = begin(numbered);
        times(row.putObject("start"), pairs, Run.Outcome::startNs);
        for (double quantile : new double[] {0.5, 0.99, 1}) {
            int name = (int) (quantile * 100);
            times(
                    row.putObject("starting_p" + name),
                    pairs,
                    run -> run.starting().quantileNs(quantile));
            times(row.putObject("p" + name), pairs, run -> run.running().quantileNs(quantile));
        }
        row.put("generated", Pair.sum(pairs, Ledger.Books::generated));
        row.put("received", Pair.sum(pairs, Ledger.Books::received));
        row.put("waiting", Pair.sum(pairs, Ledger.Books::waiting));
        row.put("counted", Pair.sum(pairs, Ledger.Books::counted));
        row.put("unwatched", Pair.sum(pairs, Ledger.Books::unwatched));
        row.put("end", pairs.getLast().with().end());
        row.put(
                "peak_bytes",
                LongStream.of(Pair.of(pairs, pair -> pair.with().peakBytes()))
                        .max()
                        .orElse(0));
        write(numbered, row);
    }

    /// Says that a row was not run, and why.
    static void leaveOut(Chaos.Numbered numbered) throws IOException {
        write(numbered, begin(numbered).put("left_out", numbered.row().place().leftOut()));
    }

    private static ObjectNode begin(Chaos.Numbered numbered) {
        return JSON.createObjectNode()
                .put("family", numbered.family())
                .put("number", numbered.number())
                .put("fault", numbered.row().fault());
    }

    private static Path folder(Row row) {
        return FOLDER.resolve(row.watching().tier());
    }

    /// For who looks into a row that failed: all lines of the task, in
    /// `target/chaos/TIER/failed-….jsonl`, and what the agent said, in `failed-….log`.
    static void keep(Row row, Delivered lines, String agentLog) throws IOException {
        Path folder = Files.createDirectories(folder(row));
        String name = "failed-" + row.fault().replaceAll("[^A-Za-z0-9]+", "-");
        Files.write(
                folder.resolve(name + ".jsonl"),
                lines.lines().stream().map(JsonNode::toString).toList());
        Files.writeString(folder.resolve(name + ".log"), agentLog);
    }

    private static void times(ObjectNode node, List<Pair> pairs, ToLongFunction<Run.Outcome> ns) {
        ToLongFunction<Pair> without = pair -> ns.applyAsLong(pair.without());
        ToLongFunction<Pair> with = pair -> ns.applyAsLong(pair.with());
        node.put("without_ms", Pair.medianMs(pairs, without));
        node.put("with_ms", Pair.medianMs(pairs, with));
        node.put("difference_ms", Pair.medianMs(pairs, pair -> with.applyAsLong(pair) - without.applyAsLong(pair)));
        LongStream.of(Pair.of(pairs, without)).forEach(node.putArray("without_ns")::add);
        LongStream.of(Pair.of(pairs, with)).forEach(node.putArray("with_ns")::add);
    }

    private static void write(Chaos.Numbered numbered, ObjectNode row) throws IOException {
        Path folder = folder(numbered.row());
        Path rows = Files.createDirectories(folder.resolve("rows"));
        String name = numbered.family() + " " + "%03d".formatted(numbered.number()) + " "
                + numbered.row().fault();
        put(rows.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".json"), row.toString());
        List<JsonNode> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(rows)) {
            for (Path file : files.sorted().toList()) {
                all.add(JSON.readTree(file.toFile()));
            }
        }
        StringBuilder lines = new StringBuilder();
        all.forEach(line -> lines.append(line).append('\n'));
        put(folder.resolve("runs.jsonl"), lines.toString());
        put(folder.resolve("report.md"), Markdown.of(numbered.row().watching(), all));
    }

    /// At once, since the suite of another JVM may read it.
    private static void put(Path file, String text) throws IOException {
        Path draft = Files.createTempFile(FOLDER, "draft", "");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// One decimal, two below 10.
    static String ms(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 9.995 ? "%.2f" : "%.1f", value);
    }
}
