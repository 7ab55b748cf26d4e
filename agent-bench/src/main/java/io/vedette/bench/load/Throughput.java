package io.vedette.bench.load;

import io.vedette.bench.load.Bench.Measurement;
import io.vedette.bench.load.Bench.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// Up to which rate is nothing lost, and are those beyond it all counted?
final class Throughput implements Measurement {

    private static final List<Long> RATES = List.of(50_000L, 100_000L, 150_000L, 200_000L, 250_000L, 300_000L, 0L);

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String question() {
        return """
                Opens of one process, each told alone, at a rate, with load, agent and endpoint on the CPUs of one machine.
                *come* is what the load got done in a second; *unaccounted* what neither arrived nor was said to be lost,
                which has to be 0; below that, files that others opened are among those that arrived. *own* is CPU time of
                the agent for an open that arrived. CPU budget off, kernel rings of 16 MiB.""";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        Table runs = new Table(
                "wanted/s", "round", "come/s", "made", "arrived", "said lost", "unaccounted", "own µs", "CPU %", "MiB");
        for (int round = 0; round < bench.rounds(); round++) {
            for (long rate : RATES) {
                run(bench, rate, round, runs);
                Bench.say((rate == 0 ? "flat out" : rate + " a second") + ", round " + (round + 1));
            }
        }
        return new Result(runs, runs, List.of());
    }

    private static void run(Bench bench, long rate, int round, Table runs) throws IOException, InterruptedException {
        SinkProcess sink = new SinkProcess(List.of());
        List<String> options = List.of(
                "--cpu-budget=0",
                "--kernel-ring=16MiB",
                "--container-ring=8MiB",
                "--endpoint=http://127.0.0.1:" + sink.port());
        try (Agent agent = Agent.start(
                bench.home(), Files.createTempDirectory(bench.directory(), "agent"), sink, "open", options)) {
            bench.program().run(Load.OPEN_EACH, 200_000, 50_000);
            long operations = bench.seconds() * (rate == 0 ? 400_000 : rate);
            sink.awaitQuiet();
            sink.reset();
            Footprint before = agent.footprint();
            long startNs = System.nanoTime();
            LoadProgram.Result load = bench.program().run(Load.OPEN_EACH, operations, rate);
            double cpuOfLoad = 100.0 * (agent.footprint().cpuNs() - before.cpuNs()) / (System.nanoTime() - startNs);
            SinkReport report = awaitBooks(sink, operations);
            Footprint after = agent.footprint();
            long made = operations + (operations / 100 & ~1L);
            long arrived = report.received("open");
            runs.add(
                    rate == 0 ? "flat out" : rate,
                    round,
                    Math.round(load.perSecond()),
                    made,
                    arrived,
                    report.lost("open"),
                    made - arrived - report.lost("open"),
                    (after.cpuNs() - before.cpuNs()) / 1e3 / Math.max(1, arrived),
                    cpuOfLoad,
                    after.residentBytes() / 1048576.0);
        }
    }

    /// Losses come with the heartbeat, a second later than the events at most.
    private static SinkReport awaitBooks(SinkProcess sink, long made) throws IOException, InterruptedException {
        SinkReport report = sink.awaitQuiet();
        for (int i = 0; i < 30 && report.received("open") + report.lost("open") < made; i++) {
            Thread.sleep(200);
            report = sink.awaitQuiet();
        }
        return report;
    }
}
