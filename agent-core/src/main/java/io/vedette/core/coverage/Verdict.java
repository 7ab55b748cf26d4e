package io.vedette.core.coverage;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How a task is covered, at one moment.
///
/// @param issues the most important one first; empty unless it is unhealthy
/// @param notes what does not make it unhealthy, a sentence each
public record Verdict(State state, List<Issue> issues, List<String> notes) {

    static Verdict of(State state, String... notes) {
        return new Verdict(state, List.of(), List.of(notes));
    }

    /// Unhealthy if there are issues, healthy if not.
    static Verdict of(List<Issue> issues, List<String> notes) {
        List<Issue> sorted =
                issues.stream().sorted(Comparator.comparing(Issue::code)).toList();
        return new Verdict(sorted.isEmpty() ? State.HEALTHY : State.UNHEALTHY, sorted, List.copyOf(notes));
    }

    /// The most important one.
    public Optional<Issue> issue() {
        return issues.stream().findFirst();
    }

    /// Whether a person would say that nothing changed.
    boolean isSame(Verdict other) {
        boolean hasSameIssue = issue().isPresent()
                ? other.issue().filter(issue().get()::isSame).isPresent()
                : other.issue().isEmpty();
        return state == other.state && hasSameIssue;
    }
}
