package io.vedette.core.main;

/// What the end of the process says. `run` says [#OK] whatever befell it, unless it is strict: a sidecar must
/// not make a task look failed that did its work. `docs/operations.md` tells the codes to people.
enum ExitCode {
    /// The command did what it should, or it is `run` without `--strict`.
    OK(0),
    /// A command other than `run` could not do what it should.
    FAILED(1),
    /// An option, a variable or a file of options can't be used.
    BAD_CONFIGURATION(2),
    /// The heap, or what may be had outside of it, is used up.
    OUT_OF_MEMORY(3),
    /// Nothing was watched when it stopped.
    NOTHING_WATCHED(4),
    /// Something was not delivered within the stop timeout.
    NOT_DELIVERED(5),
    /// A thread that events pass through made no progress for too long.
    STUCK_CYCLE(6),
    /// The agent could not be started, or ended through a fault of its own.
    FAULT(7),
    /// `inject` left something as it was that it was to add the agent to, for a policy or another reason.
    NOT_INJECTED(8),
    /// `coverage --strict` found a task that is unhealthy.
    NOT_COVERED(9);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /// What `run` ends with.
    int ofRun(boolean strict) {
        return strict ? number : OK.number;
    }
}
