package io.vedette.core.policy;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// What became of a rule.
///
/// @param answers to its conditions, in their order
record Finding(Rule rule, List<Answer> answers) {

    /// Of those that match, whoever decides comes first. Names make the order that of the file in no case.
    static final Comparator<Finding> ORDER = Comparator.comparing(Finding::specificity)
            .reversed()
            .thenComparing(finding -> finding.rule.origin() != Rule.Origin.OWN_TAG)
            .thenComparing(finding -> finding.rule.isOn())
            .thenComparing(finding -> finding.rule.name());

    boolean matches() {
        return answers.stream().allMatch(Answer::matches);
    }

    Specificity specificity() {
        return Specificity.of(answers);
    }

    /// What holds, or what keeps it from matching.
    String sentence() {
        return answers.stream()
                .filter(answer -> answer.matches() == matches())
                .map(Answer::sentence)
                .collect(Collectors.joining("; "));
    }

    /// Why this one goes before another one that matches too.
    String lead(Finding other) {
        String advantage = specificity().advantage(other.specificity());
        if (!advantage.isEmpty()) {
            return "has " + advantage;
        }
        if (rule.origin() != other.rule.origin() && rule.origin() == Rule.Origin.OWN_TAG) {
            return "is as specific, and VedetteManaged goes before others";
        }
        return rule.isOn() == other.rule.isOn()
                ? "is as specific and says the same"
                : "is as specific, and off goes before on";
    }
}
