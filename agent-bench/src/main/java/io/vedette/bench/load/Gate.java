package io.vedette.bench.load;

import io.vedette.bench.load.Bench.Measurement;
import io.vedette.bench.load.Bench.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// What does an agent take of a quiet task?
final class Gate implements Measurement {

    private static final long OPENS = 41;
    private static final long RENAMES = 1;
    /// Ten minutes where a run takes its usual ten seconds.
    private static final int TIMES = 60;

    private static final long WARM_UP_MS = 30_000;

    @Override
    public String name() {
        return "gate";
    }

    @Override
    public String question() {
        return """
                CPU time, in thousandths of one CPU, while 41 files are opened and one is renamed each second: the load at
                which Datadog's agent has to stay below 30 for its releases. Ten minutes after the first half
                minute, two without the load; the defaults.""";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        Table runs = new Table("load", "seconds", "millicores", "MiB", "lost");
        for (boolean withLoad : List.of(false, true)) {
            run(bench, withLoad, runs);
        }
        return new Result(runs, runs, List.of());
    }

    private static void run(Bench bench, boolean withLoad, Table runs) throws IOException, InterruptedException {
        SinkProcess sink = new SinkProcess(List.of());
        int seconds = (withLoad ? TIMES : TIMES / 5) * bench.seconds();
        try (Agent agent = Agent.start(
                bench.home(),
                Files.createTempDirectory(bench.directory(), "agent"),
                sink,
                "open",
                List.of("--endpoint=http://127.0.0.1:" + sink.port()))) {
            Process opens = bench.program().start(Load.OPEN_EACH, withLoad ? OPENS * 3600 : 0, OPENS);
            Process renames = bench.program().start(Load.RENAME, withLoad ? RENAMES * 3600 : 0, RENAMES);
            Thread.sleep(WARM_UP_MS);
            Footprint before = agent.footprint();
            long startNs = System.nanoTime();
            Thread.sleep(seconds * 1_000L);
            Footprint after = agent.footprint();
            double millicores = 1000.0 * (after.cpuNs() - before.cpuNs()) / (System.nanoTime() - startNs);
            opens.destroy();
            renames.destroy();
            runs.add(
                    withLoad ? "41 opens/s and 1 rename/s" : "none",
                    seconds,
                    millicores,
                    after.residentBytes() / 1048576.0,
                    sink.report().lost());
        }
    }
}
