package io.vedette.core.coverage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a task is covered. The order is that of reports, worst first.
public enum State {
    UNHEALTHY,
    /// Too early to tell.
    STARTING,
    HEALTHY,
    /// It is not meant to have an agent.
    EXCLUDED,
    /// An agent reports for it, and nobody said that there is such a task.
    UNEXPECTED;

    /// Whether it says how the task is, and so is told when it changes.
    boolean isJudgement() {
        return this != STARTING;
    }

    /// As reports have it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// As events have it.
    String title() {
        return name().charAt(0) + toString().substring(1);
    }

    /// @param name as reports have it
    public static Optional<State> named(String name) {
        return Arrays.stream(values())
                .filter(state -> state.toString().equals(name))
                .findFirst();
    }
}
