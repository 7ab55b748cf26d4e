package io.vedette.core.inject;

import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.target.Target;
import io.vedette.core.inject.target.Verdict;
import io.vedette.core.inject.text.Addition;
import io.vedette.core.inject.text.Part;
import java.util.ArrayList;
import java.util.List;

/// What is to be done with the targets of a document.
///
/// @param targets in their order
/// @param verdicts one for each of them
record Judgement(List<Target> targets, List<Verdict> verdicts) {

    static Judgement of(List<Target> targets, Sidecar sidecar) {
        return new Judgement(
                targets, targets.stream().map(target -> target.judge(sidecar)).toList());
    }

    List<Addition> additions() {
        return verdicts.stream().flatMap(verdict -> additions(verdict).stream()).toList();
    }

    private static List<Addition> additions(Verdict verdict) {
        return verdict instanceof Verdict.Inject inject ? inject.additions() : List.of();
    }

    boolean isComplete() {
        return verdicts.stream().noneMatch(verdict -> verdict instanceof Verdict.Leave);
    }

    /// For people.
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            String label = targets.get(i).label();
            switch (verdicts.get(i)) {
                case Verdict.Inject inject ->
                    inject.notes().forEach(note -> sentences.add("note: " + label + ": " + note));
                case Verdict.Leave leave -> sentences.add(label + " is left as it is: " + leave.reason());
            }
        }
        return sentences;
    }

    /// Whether one that has a sidecar would have none.
    ///
    /// @param before the same targets, as they were
    boolean wouldLoseOne(List<Target> before) {
        boolean loses = before.size() != targets.size();
        for (int i = 0; !loses && i < targets.size(); i++) {
            loses = verdicts.get(i) instanceof Verdict.Leave
                    && !before.get(i).added().isEmpty();
        }
        return loses;
    }

    /// Whether each has what was meant for it, and nothing else that was added.
    ///
    /// @param after the same targets, as they are
    boolean isCarriedOut(List<Target> after) {
        boolean same = after.size() == targets.size();
        for (int i = 0; same && i < targets.size(); i++) {
            List<Part> parts = after.get(i).added();
            List<Addition> additions = additions(verdicts.get(i));
            same = parts.size() == additions.size()
                    && additions.stream()
                            .allMatch(addition -> parts.stream()
                                    .anyMatch(part -> addition.value().matches(part.value())));
        }
        return same;
    }
}
