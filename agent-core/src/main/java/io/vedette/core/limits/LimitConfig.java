package io.vedette.core.limits;

/// What the agent allows itself.
///
/// @param cpuBudgetPercent of the CPUs that its task may use; 0: as much as it takes
/// @param nice added to its threads' nice value
/// @param dropRights whether its threads give up what they do not need
public record LimitConfig(int cpuBudgetPercent, int nice, boolean dropRights) {

    public static final int DEFAULT_CPU_BUDGET_PERCENT = 10;
    public static final int DEFAULT_NICE = 5;

    public static LimitConfig defaults() {
        return new LimitConfig(DEFAULT_CPU_BUDGET_PERCENT, DEFAULT_NICE, true);
    }

    /// CPU time a second.
    ///
    /// @param cpus that the task may use
    /// @return 0: no limit
    public long cpuBudgetNs(double cpus) {
        return cpuBudgetPercent == 0 ? 0 : Math.max(1_000_000, Math.round(cpus * cpuBudgetPercent * 1e7));
    }
}
