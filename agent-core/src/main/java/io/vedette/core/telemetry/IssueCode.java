package io.vedette.core.telemetry;

/// What can be wrong, by a name that stays. The numbers are those of `vedette.v1.HealthIssue`; what a person
/// does about each is in `docs/operations.md`.
public enum IssueCode {
    NOTHING_WATCHED(1, HealthState.UNHEALTHY),
    NOT_ACKNOWLEDGING(2, HealthState.UNHEALTHY),
    DROPPING(3, HealthState.UNHEALTHY),
    DISCARDING(4, HealthState.UNHEALTHY),
    STUCK_CYCLE(5, HealthState.UNHEALTHY),
    HOOKS_MISSING(20, HealthState.DEGRADED),
    MEMORY_ONLY(21, HealthState.DEGRADED),
    SPOOL_DAMAGED(22, HealthState.DEGRADED),
    NAMES_MISSING(23, HealthState.DEGRADED),
    HELPER_STUCK(24, HealthState.DEGRADED),
    PART_MISSING(25, HealthState.DEGRADED),
    SHEDDING(26, HealthState.DEGRADED);

    private final int number;
    private final HealthState state;

    IssueCode(int number, HealthState state) {
        this.number = number;
        this.state = state;
    }

    public int number() {
        return number;
    }

    /// What an agent is that has this issue and no worse one.
    public HealthState state() {
        return state;
    }
}
