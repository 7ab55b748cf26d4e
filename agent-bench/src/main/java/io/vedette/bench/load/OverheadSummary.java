package io.vedette.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What runs of loads with each watcher say, beside those that nobody watched.
///
/// @param names of the watchers, in the order of the table
/// @param byLoad of each load, by the watcher's name, its runs in the order of rounds
record OverheadSummary(List<String> names, Map<Load, Map<String, List<OverheadRun>>> byLoad) {

    private static final String NOBODY = new Nobody().name();

    Table table() {
        Table table =
                new Table("load", "watcher", "wall ×", "alone µs", "load +µs", "own µs", "told %", "lost %", "RSS MiB");
        byLoad.forEach((load, byName) -> {
            List<OverheadRun> alone = byName.getOrDefault(NOBODY, List.of());
            for (String name : names) {
                List<OverheadRun> runs = byName.getOrDefault(name, List.of());
                if (!runs.isEmpty()) {
                    add(table, load, name, runs, alone);
                }
            }
        });
        return table;
    }

    /// @param name of the drawing
    Plot plot(String name) {
        Plot plot = new Plot(
                name,
                "how many times as long a load takes",
                "×",
                byLoad.keySet().stream()
                        .map(load -> load.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .toList());
        for (String watcher : names) {
            plot.add(
                    watcher,
                    byLoad.values().stream()
                            .map(byName -> median(byName.getOrDefault(watcher, List.of()), byName.get(NOBODY)))
                            .toList());
        }
        return plot;
    }

    /// @return 0 when it was not measured
    private static double median(List<OverheadRun> runs, @Nullable List<OverheadRun> alone) {
        return runs.isEmpty() || alone == null
                ? 0
                : Spread.of(walls(runs, alone)).median();
    }

    private static List<Double> walls(List<OverheadRun> runs, List<OverheadRun> alone) {
        List<Double> walls = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            walls.add(runs.get(i).load().wallNsEach() / alone.get(i).load().wallNsEach());
        }
        return walls;
    }

    private static void add(Table table, Load load, String name, List<OverheadRun> runs, List<OverheadRun> alone) {
        List<Double> before = new ArrayList<>();
        List<Double> more = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        List<Double> told = new ArrayList<>();
        List<Double> lost = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            OverheadRun run = runs.get(i);
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
