package io.vedette.core.telemetry;

import java.util.List;

/// What the agent allows itself, and what it uses of that.
///
/// @param cpuBudgetPerSecondNs 0: no limit
/// @param cpuUsedPerSecondNs in the last second; 0 without a budget
/// @param sheddingLevel 0: everything is told
/// @param memoryLimitBytes of the agent's cgroup or one above it; 0: there is none
/// @param notLimited one sentence for each limit that could not be set
public record LimitReport(
        long cpuBudgetPerSecondNs,
        long cpuUsedPerSecondNs,
        int sheddingLevel,
        long memoryLimitBytes,
        List<String> notLimited) {

    public static final LimitReport NONE = new LimitReport(0, 0, 0, 0, List.of());

    public LimitReport {
        notLimited = List.copyOf(notLimited);
    }
}
