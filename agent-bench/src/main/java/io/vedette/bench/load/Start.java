package io.vedette.bench.load;

import io.vedette.bench.load.Bench.Measurement;
import io.vedette.bench.load.Bench.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long does it take from the start of the process until the endpoint has the first event?
final class Start implements Measurement {

    private static final Pattern READY = Pattern.compile("ready tier=.* in ([0-9]+) ms");
    private static final long BACKGROUND_RATE = 200;
    private static final int RUNS_A_ROUND = 3;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String question() {
        return """
                From the moment before the launcher is started to the moment when the endpoint takes the first batch with an
                event in it, while 200 files a second are opened. The endpoint has served an agent before. *ready* is what the agent says itself, from
                the start of its JVM on.""";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        Table runs = new Table("run", "ready ms", "first event ms", "CPU ms until then");
        List<Double> ready = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        try (SinkProcess sink = new SinkProcess(0, List.of())) {
            run(bench, sink, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < RUNS_A_ROUND * bench.rounds(); i++) {
                run(bench, sink, ready, first, cpu);
                runs.add(i, ready.getLast(), first.getLast(), cpu.getLast());
            }
        }
        Table summary = new Table("ready ms", "first event at the endpoint ms", "CPU ms until then");
        summary.add(Spread.of(ready), Spread.of(first), Spread.of(cpu));
        return new Result(summary, runs, List.of());
    }

    private static void run(Bench bench, SinkProcess sink, List<Double> ready, List<Double> first, List<Double> cpu)
            throws IOException, InterruptedException {
        sink.reset();
        Process load = bench.program().start(Load.OPEN_EACH, BACKGROUND_RATE * 60, BACKGROUND_RATE);
        long startNs = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
        Agent agent = Agent.launch(
                bench.home(),
                Files.createTempDirectory(bench.directory(), "agent"),
                sink,
                "open",
                List.of("--endpoint=http://127.0.0.1:" + sink.port()));
        try {
            SinkReport report = sink.report();
            for (int i = 0; i < 6_000 && report.firstEventNs() == 0; i++) {
                Thread.sleep(10);
                report = sink.report();
            }
            cpu.add(agent.footprint().cpuNs() / 1e6);
            first.add((report.firstEventNs() - startNs) / 1e6);
            Thread.sleep(200);
            Matcher matcher = READY.matcher(agent.log());
            if (!matcher.find() || report.firstEventNs() == 0) {
                throw new IOException("the agent delivered nothing: " + agent.log());
            }
            ready.add(Double.parseDouble(matcher.group(1)));
        } finally {
            agent.end();
            load.destroy();
        }
    }
}
