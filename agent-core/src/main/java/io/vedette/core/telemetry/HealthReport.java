package io.vedette.core.telemetry;

import java.util.List;

/// How the agent is, at one moment.
///
/// @param state the worst that an issue says
/// @param issues empty when all is well
/// @param residentBytes of this process
/// @param acknowledgedSequence the last batch of this instance that the endpoint has
/// @param waitingBatches in the spool
/// @param errors caught faults
/// @param limits what the agent allows itself, and what it uses
public record HealthReport(
        HealthState state,
        List<Issue> issues,
        long upTimeNs,
        long residentBytes,
        long acknowledgedSequence,
        long waitingBatches,
        long errors,
        int processes,
        int containers,
        LimitReport limits) {

    /// Before anything is known.
    public static final HealthReport STARTING =
            new HealthReport(HealthState.STARTING, List.of(), 0, 0, 0, 0, 0, 0, 0, LimitReport.NONE);

    public HealthReport {
        issues = List.copyOf(issues);
    }

    /// The state that these issues make.
    public static HealthState stateOf(List<Issue> issues) {
        return issues.stream()
                .map(issue -> issue.code().state())
                .max(Enum::compareTo)
                .orElse(HealthState.HEALTHY);
    }

    public boolean healthy() {
        return state == HealthState.HEALTHY;
    }
}
