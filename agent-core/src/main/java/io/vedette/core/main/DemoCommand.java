package io.vedette.core.main;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.core.config.AgentConfig;
import io.vedette.core.config.ByteSize;
import io.vedette.core.demo.DemoSummary;
import io.vedette.core.demo.LiveView;
import io.vedette.core.telemetry.ResidentMemory;
import io.vedette.transport.endpoint.BatchSink;
import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import io.vedette.transport.endpoint.JsonLines;
import io.vedette.v1.EventBatch;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// `vedette demo`: an agent and an endpoint in one process, and what the endpoint receives on the screen.
@Command(
        name = "demo",
        description = "Show what happens on this machine: an agent and an endpoint in one process.",
        footer = "%nA line: time, container or \"host\", host pid, what happened.")
final class DemoCommand implements Callable<Integer> {

    private static final Duration CLEAN_UP = Duration.ofSeconds(30);
    private static final long REFRESH_MS = 200;

    @Option(names = "--seconds", paramLabel = "N", description = "end after N seconds (default: with Ctrl-C)")
    private int seconds;

    @Option(names = "--json", description = "print one JSON object a line, the last one a summary")
    private boolean json;

    private final DemoSummary summary = new DemoSummary();
    private final ResidentMemory memory = new ResidentMemory(Path.of("/proc"));
    private final long startedNs = System.nanoTime();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 0) {
            throw new IllegalArgumentException("--seconds must not be negative, not " + seconds);
        }
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), 1 << 16),
                false,
                StandardCharsets.UTF_8);
        LiveView view = new LiveView(out, !json && isTerminal(), this::status);
        Path spool = Files.createTempDirectory("vedette-demo");
        OperatorLog log = new OperatorLog(System.err);
        StopReport report;
        try (StopSignal stop = new StopSignal(CLEAN_UP, ExitCode.FAILED.number())) {
            try (IngestServer endpoint = IngestServer.start(IngestConfig.plaintext("127.0.0.1", 0), sink(out, view));
                    AgentRuntime agent = AgentRuntime.start(
                            config(spool, endpoint.port()), log, LastResort.halting(log, code -> code.number()))) {
                agent.sensorReport().issues().forEach(log::say);
                waitWhileShowing(view, stop);
                report = agent.stop();
            } finally {
                view.end();
                delete(spool);
            }
            writeSummary(out);
            report.sentences().forEach(log::say);
            return stop.end((report.isComplete() ? ExitCode.OK : ExitCode.FAILED).number());
        }
    }

    /// Without a budget: the endpoint and the view are in this process too.
    private static AgentConfig config(Path spool, int port) {
        AgentOptions options = new AgentOptions();
        CommandSpec spec = CommandSpec.create().addMixin("agent", CommandSpec.forAnnotatedObject(options));
        new CommandLine(spec).parseArgs("--spool=" + spool, "--endpoint=http://127.0.0.1:" + port, "--cpu-budget=0");
        return options.toConfig(Map.of(), false);
    }

    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    private BatchSink sink(PrintStream out, LiveView view) {
        JsonLines lines = new JsonLines();
        return new BatchSink() {
            @Override
            public void accept(EventBatch batch, long receivedEpochNs) throws IOException {
                summary.add(batch, receivedEpochNs);
                if (json) {
                    lines.write(batch, out);
                    out.flush();
                } else {
                    view.show(batch);
                }
            }

            @Override
            public void close() {
                out.flush();
            }
        };
    }

    private void waitWhileShowing(LiveView view, StopSignal stop) throws InterruptedException {
        long endNs = startedNs + TimeUnit.SECONDS.toNanos(seconds);
        while (!stop.await(REFRESH_MS)) {
            view.refresh();
            if (seconds > 0 && System.nanoTime() - endNs >= 0) {
                return;
            }
        }
    }

    private double elapsedSeconds() {
        return (System.nanoTime() - startedNs) / 1e9;
    }

    private String status() {
        DemoSummary.Snapshot now = summary.snapshot();
        return String.format(
                Locale.ROOT,
                "%,d events, %,.0f/s | lost %,d | p50 %.1f ms, p99 %.1f ms | %s | Ctrl-C ends",
                now.received(),
                now.received() / elapsedSeconds(),
                now.lost(),
                now.p50Ms(),
                now.p99Ms(),
                ByteSize.format(memory.bytes()));
    }

    private void writeSummary(PrintStream out) throws IOException {
        DemoSummary.Snapshot end = summary.snapshot();
        if (json) {
            writeJson(out, end);
        } else {
            out.printf(
                    Locale.ROOT,
                    "%nreceived  %,d events in %.1f s%s%n",
                    end.received(),
                    elapsedSeconds(),
                    list(end.receivedByKind()));
            out.printf(Locale.ROOT, "lost      %,d%s%n", end.lost(), list(end.lostByCause()));
            if (end.received() > 0) {
                out.printf(
                        Locale.ROOT,
                        "latency   p50 %.2f ms, p99 %.2f ms, max %.2f ms, kernel to endpoint%n",
                        end.p50Ms(),
                        end.p99Ms(),
                        end.maxMs());
            }
            out.printf("memory    %s resident, agent and endpoint together%n", ByteSize.format(memory.bytes()));
        }
        out.flush();
    }

    private static String list(Map<String, Long> counts) {
        return counts.isEmpty()
                ? ""
                : new java.util.TreeMap<>(counts)
                        .entrySet().stream()
                                .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()))
                                .collect(java.util.stream.Collectors.joining(", ", ": ", ""));
    }

    private void writeJson(OutputStream out, DemoSummary.Snapshot end) throws IOException {
        try (JsonGenerator line =
                new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            line.writeStartObject();
            line.writeStringField("kind", "summary");
            line.writeNumberField("seconds", Math.round(elapsedSeconds() * 1000) / 1000.0);
            line.writeNumberField("received", end.received());
            counts(line, "received_by_kind", end.receivedByKind());
            line.writeNumberField("lost", end.lost());
            counts(line, "lost_by_stage_and_reason", end.lostByCause());
            line.writeObjectFieldStart("latency_ms");
            line.writeNumberField("p50", end.p50Ms());
            line.writeNumberField("p99", end.p99Ms());
            line.writeNumberField("max", end.maxMs());
            line.writeEndObject();
            line.writeNumberField("rss_bytes", memory.bytes());
            line.writeEndObject();
            line.writeRaw('\n');
        }
    }

    private static void counts(JsonGenerator line, String name, Map<String, Long> counts) throws IOException {
        line.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> entry : new java.util.TreeMap<>(counts).entrySet()) {
            line.writeNumberField(entry.getKey(), entry.getValue());
        }
        line.writeEndObject();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
