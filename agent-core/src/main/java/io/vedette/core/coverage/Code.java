package io.vedette.core.coverage;

/// What can be wrong with a task's coverage. The names stay; `docs/coverage.md` tells what a person
/// does about each. The order is that of importance: the first one that a task has is the one it is
/// listed with.
public enum Code {
    AGENT_EXITED("Agent exited"),
    AGENT_NOT_PROVISIONED("Agent not provisioned"),
    AGENT_NOT_REPORTING("Agent not reporting"),
    NOTHING_WATCHED("Nothing watched"),
    STUCK("Agent stuck"),
    NOT_ACKNOWLEDGING("Not acknowledging"),
    DISCARDING("Discarding"),
    DROPPING("Dropping"),
    DEGRADED_TIER("Degraded tier"),
    UNATTRIBUTED("Unattributed"),
    SHEDDING("Shedding"),
    STALE_HEARTBEAT("Stale heartbeat");

    private final String title;

    Code(String title) {
        this.title = title;
    }

    /// For people.
    public String title() {
        return title;
    }
}
