package io.vedette.bench.load;

import io.vedette.bench.load.Bench.Measurement;
import io.vedette.bench.load.Bench.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much longer does a load take while somebody watches, and what does the watcher take itself?
final class Overhead implements Measurement {

    private static final List<Load> LOADS =
            List.of(Load.SPAWN, Load.OPEN, Load.OPEN_EACH, Load.CONNECT, Load.COMPILE, Load.UNTRACED);
    private static final long SETTLE_MS = 500;
    private static final int WARM_UPS = 2;

    private record Run(LoadProgram.Result load, Footprint watcher, long captured, long saidLost) {}

    @Override
    public String name() {
        return "overhead";
    }

    @Override
    public String question() {
        return """
                Each load runs flat out, in turn with nobody watching and with each watcher, who has seen some seconds of it
                by then; *wall* is the median of the ratios within a round, the lowest and the highest beside it. *alone* is the wall time of an operation that nobody
                watches, *load +* what it costs the one who does it besides, in CPU time of its own; *own* the CPU time of the watcher for it, until it has told all.
                *told* is how many of the load's events arrived of those that were made, *lost* how many the watcher itself says
                it lost. The agent delivers to an endpoint
                in another process, which is not counted, over its spool; with `--cpu-budget=0`, since its default
                would make it tell less under such loads.""";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        List<Watcher> watchers = new ArrayList<>(List.of(new Nobody()));
        watchers.add(new Vedette("vedette", bench.home(), bench.directory(), List.of("--cpu-budget=0")));
        watchers.addAll(bench.peers());
        Table runs = new Table("load", "round", "watcher", "wall ms", "load ms", "own ms", "MiB", "told", "said lost");
        Map<Load, Map<String, List<Run>>> all = new EnumMap<>(Load.class);
        for (Load load : LOADS) {
            Map<String, List<Run>> byName = new LinkedHashMap<>();
            all.put(load, byName);
            for (int round = 0; round < bench.rounds(); round++) {
                for (int turn = 0; turn < watchers.size(); turn++) {
                    // Nobody is always first in the list, not in time.
                    Watcher watcher = watchers.get((turn + round) % watchers.size());
                    if (!watcher.watches(load)) {
                        continue;
                    }
                    try {
                        Run run = run(bench, load, watcher);
                        byName.computeIfAbsent(watcher.name(), name -> new ArrayList<>())
                                .add(run);
                        runs.add(
                                load.name(),
                                round,
                                watcher.name(),
                                run.load().wallNs() / 1e6,
                                run.load().cpuNs() / 1e6,
                                run.watcher().cpuNs() / 1e6,
                                run.watcher().residentBytes() / 1048576.0,
                                run.captured(),
                                run.saidLost());
                    } catch (Peer.NotHere without) {
                        Bench.say("goes on without: " + without.getMessage());
                    }
                }
                Bench.say(load.name() + ": round " + (round + 1) + " of " + bench.rounds());
            }
        }
        return new Result(summary(watchers, all), runs, List.of(plot(watchers, all)));
    }

    private static Run run(Bench bench, Load load, Watcher watcher) throws IOException, InterruptedException {
        try (Watcher.Watching watching = watcher.start(load)) {
            long operations = watcher.operations(load);
            long toldBefore = 0;
            for (int i = 0; i < WARM_UPS && watching.wrapper().isEmpty(); i++) {
                bench.program().run(load, operations, watching.wrapper());
                toldBefore = watching.captured();
            }
            long lostBefore = watching.saidLost();
            Thread.sleep(SETTLE_MS);
            Footprint before = watching.footprint();
            LoadProgram.Result result = bench.program().run(load, operations, watching.wrapper());
            long captured = watching.captured() - toldBefore;
            Footprint after = watching.footprint();
            Footprint taken =
                    new Footprint(after.cpuNs() - before.cpuNs(), after.residentBytes(), after.anonymousBytes());
            return new Run(result, taken, captured, watching.saidLost() - lostBefore);
        }
    }

    private static Table summary(List<Watcher> watchers, Map<Load, Map<String, List<Run>>> all) {
        Table table =
                new Table("load", "watcher", "wall ×", "alone µs", "load +µs", "own µs", "told %", "lost %", "RSS MiB");
        all.forEach((load, byName) -> {
            List<Run> alone = byName.getOrDefault("nobody", List.of());
            for (Watcher watcher : watchers) {
                List<Run> runs = byName.getOrDefault(watcher.name(), List.of());
                if (!runs.isEmpty() && !(watcher instanceof Nobody)) {
                    add(table, load, watcher.name(), runs, alone);
                }
            }
        });
        return table;
    }

    private static Plot plot(List<Watcher> watchers, Map<Load, Map<String, List<Run>>> all) {
        Plot plot = new Plot(
                "overhead",
                "how many times as long a load takes",
                "×",
                LOADS.stream()
                        .map(load -> load.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .toList());
        for (Watcher watcher : watchers) {
            if (!(watcher instanceof Nobody)) {
                plot.add(
                        watcher.name(),
                        all.values().stream()
                                .map(byName ->
                                        median(byName.getOrDefault(watcher.name(), List.of()), byName.get("nobody")))
                                .toList());
            }
        }
        return plot;
    }

    /// @return 0 when it was not measured
    private static double median(List<Run> runs, @Nullable List<Run> alone) {
        return runs.isEmpty() || alone == null
                ? 0
                : Spread.of(walls(runs, alone)).median();
    }

    private static List<Double> walls(List<Run> runs, List<Run> alone) {
        List<Double> walls = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            walls.add(runs.get(i).load().wallNsEach() / alone.get(i).load().wallNsEach());
        }
        return walls;
    }

    private static void add(Table table, Load load, String name, List<Run> runs, List<Run> alone) {
        List<Double> before = new ArrayList<>();
        List<Double> more = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        List<Double> told = new ArrayList<>();
        List<Double> lost = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            LoadProgram.Result base = alone.get(i).load();
            double operations = run.load().operations();
            before.add(base.wallNsEach() / 1e3);
            more.add((run.load().cpuNsEach() - base.cpuNsEach()) / 1e3);
            own.add(run.watcher().cpuNs() / operations / 1e3);
            // Those that went ahead of what is measured were told too.
            told.add(load.event().isEmpty() ? Double.NaN : 100 * run.captured() / Math.floor(operations * 1.01));
            lost.add(load.event().isEmpty() ? Double.NaN : 100 * run.saidLost() / Math.floor(operations * 1.01));
            resident.add(run.watcher().residentBytes() / 1048576.0);
        }
        table.add(
                load.title(),
                name,
                Spread.of(walls(runs, alone)),
                Spread.of(before).median(),
                Spread.of(more).median(),
                Spread.of(own).median(),
                Spread.of(told).median(),
                Spread.of(lost).median(),
                Spread.of(resident).median());
    }
}
