package io.vedette.core.main;

import io.vedette.core.config.AgentConfig;
import io.vedette.core.sensor.SensorReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `vedette run`: the agent, until it is told to stop.
@Command(name = "run", description = "Run the agent: watch this machine's containers and deliver to an endpoint.")
final class RunCommand implements Callable<Integer> {

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            split = ",",
            required = true,
            description = "https://host[:port], or http://host:port for plain text; several are tried in order")
    private List<String> endpoints = new ArrayList<>();

    @Option(names = "--ca-file", paramLabel = "PEM", description = "authorities to trust in place of the system's")
    private @Nullable Path caFile;

    @Option(names = "--strict", description = "end with 1 when nothing could be watched or something was not delivered")
    private boolean strict;

    @Mixin
    private AgentOptions options = new AgentOptions();

    @Override
    public Integer call() throws InterruptedException {
        AgentConfig config = options.toConfig(endpoints, caFile, strict);
        PrintStream log = System.err;
        AgentRuntime agent = AgentRuntime.start(config, log);
        SensorReport report = agent.sensorReport();
        report.issues().forEach(issue -> log.println("vedette: " + issue));
        log.println("ready tier=" + report.tier() + " kinds=" + String.join(",", AgentRuntime.names(report)) + " in "
                + sinceProcessStart().toMillis() + " ms");
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            awaitQuietly(stopped);
        }));
        stop.await();
        boolean failed = report.kinds().isEmpty();
        var leftover = agent.stop();
        if (leftover.isPresent()) {
            failed = true;
            log.println("vedette: " + leftover.get().batches() + " batches could not be delivered in time");
        }
        log.println("vedette: stopped");
        int code = strict && failed ? 1 : 0;
        // The signal that began the shutdown would decide the exit code otherwise.
        log.flush();
        Runtime.getRuntime().halt(code);
        return code;
    }

    private static Duration sinceProcessStart() {
        Instant now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
