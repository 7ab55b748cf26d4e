package io.vedette.core.telemetry;

import java.util.ArrayList;
import java.util.List;

/// Finds the cycles that make no progress. Any thread may ask, one steps.
///
/// Time counts in steps of its own thread: while the whole process was stopped, frozen, suspended or short of
/// CPU the watch stood still too, and at most one step of it counts.
public final class CycleWatch {

    private final long maxStepNs;
    private final long stuckNs;
    private final long giveUpNs;
    private final List<Watched> cycles;
    private long lastNs;
    private boolean ended;

    private static final class Watched {

        final Cycle cycle;
        long turns;
        long sinceNs;

        Watched(Cycle cycle) {
            this.cycle = cycle;
            turns = cycle.turns().getAsLong();
        }
    }

    /// @param maxStepNs what one step counts at most, whatever the clock says
    /// @param stuckNs after that a cycle without progress is an issue
    /// @param giveUpNs after that an essential one is given up
    public CycleWatch(List<Cycle> cycles, long maxStepNs, long stuckNs, long giveUpNs, long nowNs) {
        this.cycles = cycles.stream().map(Watched::new).toList();
        this.maxStepNs = maxStepNs;
        this.stuckNs = stuckNs;
        this.giveUpNs = giveUpNs;
        lastNs = nowNs;
    }

    /// Looks at each.
    public synchronized void step(long nowNs) {
        if (ended) {
            return;
        }
        long stepNs = Math.clamp(nowNs - lastNs, 0, maxStepNs);
        lastNs = nowNs;
        for (Watched watched : cycles) {
            long turns = watched.cycle.turns().getAsLong();
            watched.sinceNs = turns == watched.turns ? watched.sinceNs + stepNs : 0;
            watched.turns = turns;
        }
    }

    /// From now on the cycles end in order, which is no fault of theirs: whoever ends them has a limit of his own.
    public synchronized void end() {
        ended = true;
        cycles.forEach(watched -> watched.sinceNs = 0);
    }

    /// Without the lock while it looks at stacks: a thread that can't be looked at holds up who asks, nobody else.
    public List<Issue> issues() {
        List<Issue> issues = new ArrayList<>();
        for (Stuck stuck : stuck()) {
            Cycle cycle = stuck.cycle();
            issues.add(new Issue(
                    cycle.essential() ? IssueCode.STUCK_CYCLE : IssueCode.HELPER_STUCK,
                    cycle.thread() + " made no progress for " + stuck.sinceNs() / 1_000_000_000L + " s: "
                            + cycle.place()));
        }
        return issues;
    }

    private record Stuck(Cycle cycle, long sinceNs) {}

    private synchronized List<Stuck> stuck() {
        return cycles.stream()
                .filter(watched -> watched.sinceNs >= stuckNs)
                .map(watched -> new Stuck(watched.cycle, watched.sinceNs))
                .toList();
    }

    /// Whether events have not passed through a cycle for so long that only a new process can help.
    public synchronized boolean isHopeless() {
        return cycles.stream().anyMatch(watched -> watched.cycle.essential() && watched.sinceNs >= giveUpNs);
    }
}
