package io.vedette.core.main;

import io.vedette.core.config.AgentConfig;
import io.vedette.core.sensor.SensorReport;
import io.vedette.transport.stream.Leftover;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `vedette run`: the agent, until it is told to stop.
@Command(
        name = "run",
        description = "Run the agent: watch this machine's containers and deliver to an endpoint.",
        footer = "%nBYTES is written as 65536, 64KiB, 4MiB or 1GiB, TIME as 500us, 5ms, 10s or 2m.")
final class RunCommand implements Callable<Integer> {

    /// For what the stop timeout is not for: ending threads, closing files.
    private static final Duration CLEAN_UP = Duration.ofSeconds(10);

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            split = ",",
            required = true,
            description = "https://host[:port], or http://host:port for plain text; several are tried in order")
    private List<String> endpoints = new ArrayList<>();

    @Option(
            names = "--ca-file",
            paramLabel = "PEM",
            description = "authorities to trust in place of those that come with Java")
    private @Nullable Path caFile;

    @Option(names = "--strict", description = "end with 1 when nothing could be watched or something was not delivered")
    private boolean strict;

    @Mixin
    private AgentOptions options = new AgentOptions();

    @Override
    public Integer call() throws InterruptedException {
        AgentConfig config = options.toConfig(endpoints, caFile, strict);
        PrintStream log = System.err;
        try (StopSignal stop = new StopSignal(config.stopTimeout().plus(CLEAN_UP))) {
            try (AgentRuntime agent = AgentRuntime.start(config, log)) {
                return run(agent, stop, log);
            } catch (Throwable fault) {
                // A start can't be finished in a process that is to end: libraries are refused what they ask for.
                if (!stop.wasAsked()) {
                    throw fault;
                }
                log.println("vedette: told to stop before it had started");
                return stop.end(strict ? 1 : 0);
            }
        }
    }

    private int run(AgentRuntime agent, StopSignal stop, PrintStream log) throws InterruptedException {
        SensorReport report = agent.sensorReport();
        report.issues().forEach(issue -> log.println("vedette: " + issue));
        report.filters().forEach(filter -> log.println("vedette: left out: " + filter));
        log.println("ready tier=" + report.tier() + " kinds=" + String.join(",", AgentRuntime.names(report)) + " in "
                + sinceProcessStart().toMillis() + " ms");
        stop.await();
        Optional<Leftover> leftover = agent.stop();
        leftover.ifPresent(left -> log.println("vedette: " + left.batches() + " batches were not delivered in time"
                + (agent.keepsBatches() ? "; the spool keeps them" : "; they are lost")));
        log.println("vedette: stopped");
        return stop.end(strict && (report.kinds().isEmpty() || leftover.isPresent()) ? 1 : 0);
    }

    private static Duration sinceProcessStart() {
        Instant now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    }
}
