package io.vedette.bench.load;

import io.vedette.bench.load.Bench.Measurement;
import io.vedette.bench.load.Bench.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// How much longer does a load take while somebody watches, and what does the watcher take itself?
///
/// @param loads which are run
/// @param watchers who watches, of those that are there; nobody is always one
record Overhead(String name, String question, List<Load> loads, Function<Bench, List<Watcher>> watchers)
        implements Measurement {

    private static final long SETTLE_MS = 500;
    private static final int WARM_UPS = 2;
    private static final String HOW = """
            Each load runs flat out, in turn with nobody watching and with each watcher, who has seen some seconds of it
            by then; *wall* is the median of the ratios within a round, the lowest and the highest beside it. *alone* is the wall time of an operation that nobody
            watches, *load +* what it costs the one who does it besides, in CPU time of its own; *own* the CPU time of the watcher for it, until it has told all.
            *told* is how many of the load's events arrived of those that were made, *lost* how many the watcher itself says
            it lost. The agent delivers to an endpoint
            in another process, which is not counted, over its spool; with `--cpu-budget=0`, since its default
            would make it tell less under such loads.""";

    /// The agent with eBPF, beside the tools of others.
    static Overhead beside() {
        return new Overhead(
                "overhead",
                HOW,
                List.of(Load.SPAWN, Load.OPEN, Load.OPEN_EACH, Load.CONNECT, Load.COMPILE, Load.UNTRACED),
                bench -> Stream.concat(Stream.of(agent("vedette", bench)), bench.peers().stream())
                        .toList());
    }

    /// The agent with no more than Fargate gives, beside itself with eBPF and beside strace.
    static Overhead outside() {
        return new Overhead(
                "outside",
                HOW + """
                         Here it goes without eBPF (`--tier=ptrace`), as it
                        watches processes on Fargate; such an agent tells no files and connections.""",
                List.of(Load.SPAWN, Load.OPEN, Load.CONNECT, Load.COMPILE, Load.UNTRACED),
                bench -> Stream.concat(
                                Stream.of(
                                        agent("vedette, ptrace", bench, "--tier=ptrace"),
                                        agent("vedette, eBPF", bench)),
                                bench.peers().stream()
                                        .filter(peer -> peer.name().equals("strace")))
                        .toList());
    }

    private static Watcher agent(String name, Bench bench, String... options) {
        return new Vedette(
                name,
                bench.home(),
                bench.directory(),
                Stream.concat(Stream.of("--cpu-budget=0"), Stream.of(options)).toList());
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        List<Watcher> all = new ArrayList<>(List.of(new Nobody()));
        all.addAll(watchers.apply(bench));
        Table runs = new Table("load", "round", "watcher", "wall ms", "load ms", "own ms", "MiB", "told", "said lost");
        Map<Load, Map<String, List<OverheadRun>>> byLoad = new EnumMap<>(Load.class);
        for (Load load : loads) {
            Map<String, List<OverheadRun>> byName = new LinkedHashMap<>();
            byLoad.put(load, byName);
            for (int round = 0; round < bench.rounds(); round++) {
                for (int turn = 0; turn < all.size(); turn++) {
                    // Nobody is always first in the list, not in time.
                    Watcher watcher = all.get((turn + round) % all.size());
                    if (!watcher.watches(load)) {
                        continue;
                    }
                    try {
                        OverheadRun run = run(bench, load, watcher);
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
        OverheadSummary summary = new OverheadSummary(
                all.stream()
                        .filter(watcher -> !(watcher instanceof Nobody))
                        .map(Watcher::name)
                        .toList(),
                byLoad);
        return new Result(summary.table(), runs, List.of(summary.plot(name)));
    }

    private static OverheadRun run(Bench bench, Load load, Watcher watcher) throws IOException, InterruptedException {
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
            return new OverheadRun(result, taken, captured, watching.saidLost() - lostBefore);
        }
    }
}
