package io.vedette.core.policy;

import java.util.List;
import java.util.Optional;

/// What a policy says of a task.
///
/// @param facts that were known
/// @param byDefault what holds where no rule matches
/// @param matching rules that match; the first one decides
/// @param others rules that don't, in the order of the policy
/// @param notes what its owner should know, a sentence each
public record Decision(
        Facts facts, boolean byDefault, List<Finding> matching, List<Finding> others, List<String> notes) {

    /// Whether the task gets the sidecar.
    public boolean isOn() {
        return winner().map(finding -> finding.rule().isOn()).orElse(byDefault);
    }

    Optional<Finding> winner() {
        return matching.stream().findFirst();
    }

    /// Who said so, and why nobody else did: the end of a sentence.
    public String reason() {
        if (matching.isEmpty()) {
            return "no rule of the policy matches, and its default is " + Words.onOff(byDefault);
        }
        Finding first = matching.getFirst();
        String against = matching.stream()
                .filter(finding -> finding.rule().isOn() != first.rule().isOn())
                .findFirst()
                .map(second -> "; against " + second.rule().title() + " it " + first.lead(second))
                .orElse("");
        return first.rule().title() + " says " + Words.onOff(isOn()) + ": " + first.sentence() + against;
    }
}
