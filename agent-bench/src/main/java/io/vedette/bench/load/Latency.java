package io.vedette.bench.load;

import io.vedette.bench.load.Bench.Measurement;
import io.vedette.bench.load.Bench.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// How late is an event when the endpoint has it?
final class Latency implements Measurement {

    private static final List<Long> RATES = List.of(10L, 1_000L, 50_000L);
    private static final List<String> FLUSHES = List.of("5ms", "500us");
    private static final long SETTLE_MS = 3_000;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String question() {
        return """
                From the kernel's time stamp of an open to the moment when the endpoint has the batch that it is in, by
                the clock of one machine. Opens come at a steady rate whether or not those before were late
                (open loop), each is told alone. *flush* is `--flush-interval`, of which 5 ms is the default; the CPU budget
                is off.""";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        List<String> head = new ArrayList<>(List.of("opens/s", "flush", "round", "events", "lost"));
        SinkReport.PERCENTILES.forEach(percentile -> head.add("p" + percentile + " ms"));
        Table runs = new Table(head.toArray(String[]::new));
        Table summary = new Table("opens/s", "flush", "p50 ms", "p99 ms", "p99.9 ms", "worst ms", "CPU %");
        Plot plot = new Plot("latency", "how late an event is", "ms", SinkReport.PERCENTILES);
        for (long rate : RATES) {
            for (String flush : FLUSHES) {
                List<SinkReport> reports = new ArrayList<>();
                List<Double> cpu = new ArrayList<>();
                for (int round = 0; round < bench.rounds(); round++) {
                    cpu.add(run(bench, rate, flush, reports));
                    add(runs, rate, flush, round, reports.getLast());
                }
                Bench.say(rate + " opens a second, flush after " + flush);
                summary.add(
                        rate,
                        flush,
                        median(reports, "50"),
                        median(reports, "99"),
                        median(reports, "99.9"),
                        median(reports, "100"),
                        Spread.of(cpu).median());
                plot.add(
                        rate + "/s, " + flush,
                        SinkReport.PERCENTILES.stream()
                                .map(p -> median(reports, p))
                                .toList());
            }
        }
        return new Result(summary, runs, List.of(plot));
    }

    /// @return CPU time of the agent, in percent of one CPU
    private static double run(Bench bench, long rate, String flush, List<SinkReport> reports)
            throws IOException, InterruptedException {
        SinkProcess sink = new SinkProcess(List.of());
        List<String> options =
                List.of("--cpu-budget=0", "--flush-interval=" + flush, "--endpoint=http://127.0.0.1:" + sink.port());
        try (Agent agent = Agent.start(
                bench.home(), Files.createTempDirectory(bench.directory(), "agent"), sink, "open", options)) {
            // Both ends compile what they run often before it counts.
            bench.program().run(Load.OPEN_EACH, 3 * rate, rate);
            Thread.sleep(SETTLE_MS);
            sink.reset();
            Footprint before = agent.footprint();
            long startNs = System.nanoTime();
            bench.program().run(Load.OPEN_EACH, bench.seconds() * rate, rate);
            double cpu = 100.0 * (agent.footprint().cpuNs() - before.cpuNs()) / (System.nanoTime() - startNs);
            reports.add(sink.awaitQuiet());
            return cpu;
        }
    }

    private static double median(List<SinkReport> reports, String percentile) {
        return Spread.of(reports.stream()
                        .map(report -> report.latencyNs(percentile) / 1e6)
                        .toList())
                .median();
    }

    private static void add(Table runs, long rate, String flush, int round, SinkReport report) {
        List<Object> cells = new ArrayList<>(List.of(rate, flush, round, report.received("open"), report.lost("open")));
        SinkReport.PERCENTILES.forEach(percentile -> cells.add(report.latencyNs(percentile) / 1e6));
        runs.add(cells.toArray());
    }
}
