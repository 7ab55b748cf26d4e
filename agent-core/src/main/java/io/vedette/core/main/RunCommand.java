package io.vedette.core.main;

import io.vedette.core.config.AgentConfig;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.time.KernelClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `vedette run`: the agent, until it is told to stop.
@Command(
        name = "run",
        description = "Run the agent: watch this machine's containers and deliver to an endpoint.",
        footer = "%nBYTES is written as 65536, 64KiB, 4MiB or 1GiB, TIME as 500us, 5ms, 10s or 2m.")
final class RunCommand implements Callable<Integer> {

    /// For what the stop timeout is not for: ending threads, closing files. With the default timeout the end comes
    /// before docker kills, 10 s after it asked.
    private static final Duration CLEAN_UP = Duration.ofSeconds(4);

    @Option(
            names = "--strict",
            description = "tell by the exit code when the configuration can't be used (2), memory ran out (3), nothing "
                    + "was watched (4), something was not delivered (5), a thread was stuck (6), or the agent failed (7); "
                    + "without it the code is 0")
    private boolean strict;

    @Mixin
    private AgentOptions options = new AgentOptions();

    @Override
    public Integer call() {
        OperatorLog log = new OperatorLog(System.err);
        LastResort lastResort = LastResort.halting(log, code -> code.ofRun(strict));
        try (StopSignal stop = new StopSignal(CLEAN_UP, ExitCode.NOT_DELIVERED.ofRun(strict))) {
            try {
                AgentConfig config = options.toConfig(System.getenv(), strict);
                // What runs out of memory in a thread that is none of ours is not to be swallowed.
                Thread.setDefaultUncaughtExceptionHandler(
                        (thread, fault) -> onUncaught(thread, fault, lastResort, log));
                stop.within(config.stopTimeout().plus(CLEAN_UP));
                try (AgentRuntime agent = AgentRuntime.start(config, log, lastResort)) {
                    return run(agent, stop, log);
                }
            } catch (Throwable fault) {
                return stop.end(say(fault, log).ofRun(strict));
            }
        }
    }

    private static ExitCode say(Throwable fault, OperatorLog log) {
        log.say(Vedette.sentence(fault));
        return switch (fault) {
            case IllegalArgumentException wrong -> ExitCode.BAD_CONFIGURATION;
            case OutOfMemoryError exhausted -> ExitCode.OUT_OF_MEMORY;
            default -> ExitCode.FAULT;
        };
    }

    private static void onUncaught(Thread thread, Throwable fault, LastResort lastResort, OperatorLog log) {
        log.say(thread.getName() + " ended: " + fault);
        if (fault instanceof OutOfMemoryError) {
            lastResort.end(ExitCode.OUT_OF_MEMORY, () -> "no memory left");
        }
    }

    private int run(AgentRuntime agent, StopSignal stop, OperatorLog log) throws InterruptedException {
        SensorReport sensor = agent.sensorReport();
        sensor.issues().forEach(log::say);
        sensor.filters().forEach(filter -> log.say("left out: " + filter));
        log.out()
                .println("ready tier=" + sensor.tier() + " kinds=" + String.join(",", AgentRuntime.names(sensor))
                        + " in "
                        + ProcessAge.ofThisProcess(Path.of("/proc"), new KernelClock())
                                .toMillis() + " ms");
        stop.await();
        log.say("told to stop");
        boolean watched = !agent.sensorReport().kinds().isEmpty();
        StopReport report = agent.stop();
        report.sentences().forEach(log::say);
        log.say("stopped");
        ExitCode code =
                !watched ? ExitCode.NOTHING_WATCHED : report.isComplete() ? ExitCode.OK : ExitCode.NOT_DELIVERED;
        return stop.end(code.ofRun(strict));
    }
}
