package io.vedette.core.policy;

import java.util.ArrayList;
import java.util.List;

/// Tags that say by their name whether a task gets the sidecar.
final class ManagedTags {

    private ManagedTags() {}

    /// That of GuardDuty, on a task or a cluster.
    static List<Rule> guardDuty() {
        return rules("GuardDutyManaged", Rule.Origin.TAG, List.of(Attribute.TAG, Attribute.CLUSTER_TAG));
    }

    /// Our own, on whatever can have tags.
    static List<Rule> own() {
        return rules(
                "VedetteManaged",
                Rule.Origin.OWN_TAG,
                List.of(Attribute.TAG, Attribute.LABEL, Attribute.ANNOTATION, Attribute.CLUSTER_TAG));
    }

    private static List<Rule> rules(String key, Rule.Origin origin, List<Attribute> attributes) {
        List<Rule> rules = new ArrayList<>();
        for (Attribute attribute : attributes) {
            for (boolean isOn : new boolean[] {true, false}) {
                String value = Boolean.toString(isOn);
                Condition condition = new Condition(attribute, key, List.of(new Glob(value)));
                rules.add(new Rule("the " + attribute + " " + key + "=" + value, isOn, origin, List.of(condition)));
            }
        }
        return rules;
    }

    /// @param finding of such a rule, which does not match
    /// @return whether the tag is there and is neither true nor false
    static boolean isOdd(Finding finding) {
        return finding.rule().origin() != Rule.Origin.POLICY
                && finding.answers().stream()
                        .anyMatch(answer -> answer.isKnown()
                                && !answer.known().equals(List.of("true"))
                                && !answer.known().equals(List.of("false")));
    }

    /// On a tag that is odd.
    static String oddity(Finding finding) {
        Answer answer = finding.answers().getFirst();
        return "the " + answer.condition().subject() + " is "
                + Words.quoted(answer.known().getFirst()) + " and counts for nothing: it has to be true or false";
    }
}
