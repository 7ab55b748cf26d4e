package io.vedette.core.telemetry;

import java.util.List;

/// How the agent is, at one moment.
///
/// @param issues one sentence each; empty when all is well
/// @param residentBytes of this process
/// @param acknowledgedSequence the last batch of this instance that the endpoint has
/// @param waitingBatches in the spool
/// @param errors caught faults
public record HealthReport(
        List<String> issues,
        long upTimeNs,
        long residentBytes,
        long acknowledgedSequence,
        long waitingBatches,
        long errors,
        int processes,
        int containers) {

    public HealthReport {
        issues = List.copyOf(issues);
    }

    public boolean healthy() {
        return issues.isEmpty();
    }
}
