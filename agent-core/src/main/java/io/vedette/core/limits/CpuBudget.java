package io.vedette.core.limits;

/// Judges from the CPU time that the agent has used how much it has to shed.
///
/// Unused budget is saved up, ten seconds of it at most: short bursts cost nothing. A start has a second of
/// CPU time at least. Once the savings are used up and the last second was over the budget, the level goes up, by
/// two when it was over twice; it goes down when the last second was well below and half of the savings are there
/// again. So over a longer time no more than the budget is used, whatever the levels save.
///
/// One thread; allocates nothing.
public final class CpuBudget {

    private static final long SECOND_NS = 1_000_000_000;
    private static final long TICK_NS = SECOND_NS / 4;
    private static final int TICKS = 4;
    private static final int SAVED_SECONDS = 10;
    private static final int OWED_SECONDS = 2;
    private static final long START_NS = SECOND_NS;
    private static final long UP_AFTER_NS = SECOND_NS / 2;
    private static final long DOWN_AFTER_NS = SECOND_NS;
    private static final double WELL_BELOW = 0.6;

    private final long perSecondNs;
    private final int maxLevel;
    private final long[] usedNs = new long[TICKS];
    private final long[] tookNs = new long[TICKS];
    private int tick;
    private double savedNs;
    private long lastNs;
    private long lastCpuNs;
    private long changedNs;
    private int level;

    /// @param perSecondNs CPU time that the agent may use in a second
    /// @param nowNs on the clock of [#update]
    /// @param cpuNs that it has used so far
    public CpuBudget(long perSecondNs, int maxLevel, long nowNs, long cpuNs) {
        if (perSecondNs <= 0) {
            throw new IllegalArgumentException("a budget must be positive: perSecondNs=" + perSecondNs);
        }
        this.perSecondNs = perSecondNs;
        this.maxLevel = maxLevel;
        savedNs = Math.max(START_NS, SAVED_SECONDS * perSecondNs);
        lastNs = nowNs;
        lastCpuNs = cpuNs;
        changedNs = nowNs;
    }

    /// @param cpuNs that the agent has used so far
    /// @return the level from now on
    public int update(long nowNs, long cpuNs) {
        long took = nowNs - lastNs;
        if (took < TICK_NS) {
            return level;
        }
        long used = cpuNs - lastCpuNs;
        lastNs = nowNs;
        lastCpuNs = cpuNs;
        usedNs[tick] = used;
        tookNs[tick] = took;
        tick = (tick + 1) % TICKS;
        save(took, used);
        if (savedNs <= 0 && usedPerSecondNs() > perSecondNs && nowNs - changedNs >= UP_AFTER_NS) {
            change(level + (usedPerSecondNs() > 2 * perSecondNs ? 2 : 1), nowNs);
        } else if (savedNs >= SAVED_SECONDS * perSecondNs / 2.0
                && usedPerSecondNs() < WELL_BELOW * perSecondNs
                && nowNs - changedNs >= DOWN_AFTER_NS) {
            change(level - 1, nowNs);
        }
        return level;
    }

    private void save(long tookNs, long usedNs) {
        double earnedNs = (double) perSecondNs * tookNs / SECOND_NS;
        double mostNs = Math.max(savedNs, (double) SAVED_SECONDS * perSecondNs);
        savedNs = Math.max(Math.min(savedNs + earnedNs, mostNs) - usedNs, -(double) OWED_SECONDS * perSecondNs);
    }

    private void change(int to, long nowNs) {
        int next = Math.clamp(to, 0, maxLevel);
        if (next != level) {
            level = next;
            changedNs = nowNs;
        }
    }

    public int level() {
        return level;
    }

    public long perSecondNs() {
        return perSecondNs;
    }

    /// In the last second, or what there was of it.
    public long usedPerSecondNs() {
        long used = 0;
        long took = 0;
        for (int i = 0; i < TICKS; i++) {
            used += usedNs[i];
            took += tookNs[i];
        }
        return took == 0 ? 0 : (long) ((double) used * SECOND_NS / took);
    }
}
