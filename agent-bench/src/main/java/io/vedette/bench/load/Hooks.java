package io.vedette.bench.load;

import io.vedette.bench.load.Bench.Measurement;
import io.vedette.bench.load.Bench.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What does each hook cost, as the kernel counts it?
final class Hooks implements Measurement {

    private static final Path STATS = Path.of("/proc/sys/kernel/bpf_stats_enabled");
    private static final List<Load> LOADS =
            List.of(Load.SPAWN, Load.OPEN, Load.OPEN_EACH, Load.CONNECT, Load.RENAME, Load.UNTRACED);

    /// In the JSON of bpftool: names of programs begin with `on_`, and what was not run has no counts.
    private static final Pattern PROGRAM =
            Pattern.compile("\"name\":\"(on_[a-z0-9_]+)\"[^{}]*?\"run_time_ns\":([0-9]+),\"run_cnt\":([0-9]+)");

    private record Runs(long ns, long count) {}

    @Override
    public String name() {
        return "hooks";
    }

    @Override
    public String question() {
        return """
                Mean time of a run of each program, by the kernel's own count (`kernel.bpf_stats_enabled`, which costs each run some
                20 ns itself), under one load after the other. `on_syscall` is the one hook of all calls; what a handler that
                it jumps to takes is in its time.""";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        String before = Files.readString(STATS);
        Files.writeString(STATS, "1");
        try {
            Table runs = new Table("load", "program", "runs", "ns");
            SinkProcess sink = new SinkProcess(List.of());
            try (Agent agent = Agent.start(
                    bench.home(),
                    Files.createTempDirectory(bench.directory(), "agent"),
                    sink,
                    "open",
                    List.of("--cpu-budget=0", "--endpoint=http://127.0.0.1:" + sink.port()))) {
                for (Load load : LOADS) {
                    Map<String, Runs> start = programs();
                    bench.program().run(load, load.count(), List.of());
                    add(runs, load, start, programs());
                    Bench.say(
                            load.name() + ", the agent has " + agent.footprint().residentBytes() / 1048576 + " MiB");
                }
            }
            return new Result(runs, runs, List.of());
        } finally {
            Files.writeString(STATS, before.strip());
        }
    }

    /// Those that ran at least once in ten operations.
    private static void add(Table table, Load load, Map<String, Runs> before, Map<String, Runs> after) {
        after.forEach((name, runs) -> {
            Runs start = before.getOrDefault(name, new Runs(0, 0));
            long count = runs.count() - start.count();
            if (count * 10 > load.count()) {
                table.add(load.title(), name, count, Math.round((double) (runs.ns() - start.ns()) / count));
            }
        });
    }

    private static Map<String, Runs> programs() throws IOException, InterruptedException {
        Process bpftool = new ProcessBuilder("bpftool", "-j", "prog", "show")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String json = new String(bpftool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bpftool.waitFor();
        Map<String, Runs> programs = new TreeMap<>();
        List<String> objects = new ArrayList<>(List.of(json.split("\\},\\{", -1)));
        for (String object : objects) {
            Matcher matcher = PROGRAM.matcher(object);
            if (matcher.find()) {
                programs.merge(
                        matcher.group(1),
                        new Runs(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))),
                        (a, b) -> new Runs(a.ns() + b.ns(), a.count() + b.count()));
            }
        }
        return programs;
    }
}
