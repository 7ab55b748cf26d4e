package io.vedette.core.limits;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps the agent to its CPU budget: says what is to be shed, and tells the operator when that begins and ends.
///
/// [#update] is the drain's; any thread may ask for the rest.
public final class CpuLimiter {

    private static final double SECOND_NS = 1e9;

    private final @Nullable CpuBudget budget;
    private final LongSupplier cpuNs;
    private final Consumer<String> log;
    private volatile Shedding shedding = Shedding.NONE;
    private volatile long usedPerSecondNs;
    private long sinceNs;
    private int highest;

    /// @param perSecondNs CPU time that the agent may use in a second; 0: as much as it takes
    /// @param cpuNs CPU time that it has used so far; called by the drain
    /// @param log takes one line
    public CpuLimiter(long perSecondNs, LongSupplier cpuNs, long nowNs, Consumer<String> log) {
        this.cpuNs = cpuNs;
        this.log = log;
        budget = perSecondNs == 0 ? null : new CpuBudget(perSecondNs, Shedding.MAX_LEVEL, nowNs, cpuNs.getAsLong());
    }

    /// One without a budget.
    public static CpuLimiter none() {
        return new CpuLimiter(0, () -> 0, 0, line -> {});
    }

    /// Looks at what was used.
    ///
    /// @return what is to be shed from now on, or null: as before
    public @Nullable Shedding update(long nowNs) {
        if (budget == null) {
            return null;
        }
        int before = shedding.level();
        int level = budget.update(nowNs, cpuNs.getAsLong());
        usedPerSecondNs = budget.usedPerSecondNs();
        if (level == before) {
            return null;
        }
        shedding = Shedding.at(level);
        tell(before, level, nowNs);
        return shedding;
    }

    private void tell(int before, int level, long nowNs) {
        if (before == 0) {
            sinceNs = nowNs;
            highest = level;
            log.accept("uses " + cpus(usedPerSecondNs) + " CPUs, more than its budget of " + cpus(budgetPerSecondNs())
                    + ": tells less until it is below, what matters least first, and counts it");
        } else if (level == 0) {
            log.accept("is within its CPU budget again: tells everything; it told less for "
                    + Math.round((nowNs - sinceNs) / SECOND_NS) + " s, at level " + highest + " at most");
        }
        highest = Math.max(highest, level);
    }

    public Shedding shedding() {
        return shedding;
    }

    /// @return 0: there is no budget
    public long budgetPerSecondNs() {
        return budget == null ? 0 : budget.perSecondNs();
    }

    public long usedPerSecondNs() {
        return usedPerSecondNs;
    }

    /// An issue while something is shed.
    public @Nullable String issue() {
        int level = shedding.level();
        return level == 0
                ? null
                : "less is told to keep to the CPU budget of " + cpus(budgetPerSecondNs()) + " CPUs: level " + level
                        + " of " + Shedding.MAX_LEVEL + ", " + cpus(usedPerSecondNs) + " are used";
    }

    private static String cpus(long perSecondNs) {
        return String.format(Locale.ROOT, "%.3f", perSecondNs / SECOND_NS);
    }
}
