package io.vedette.core.policy;

import java.util.List;

/// Says for some tasks whether they get the sidecar.
///
/// @param name one of its own
/// @param isOn whether they do
/// @param conditions all of which have to hold
record Rule(String name, boolean isOn, Origin origin, List<Condition> conditions) {

    /// Where a rule comes from.
    enum Origin {
        /// The policy.
        POLICY,
        /// A tag that says so by its name.
        TAG,
        /// The tag of that kind that goes before all that is as specific.
        OWN_TAG
    }

    Finding find(Facts facts) {
        return new Finding(
                this,
                conditions.stream().map(condition -> condition.answer(facts)).toList());
    }

    /// Whether the other one comes to nothing because of this one: it matches wherever the other does, as
    /// specifically, and then decides. May say no where it is so.
    boolean overrules(Rule other) {
        boolean isAsSpecific = conditions.size() == other.conditions.size()
                && other.conditions.stream()
                        .allMatch(theirs -> conditions.stream().anyMatch(ours -> ours.covers(theirs)));
        boolean decides = origin == Origin.OWN_TAG ? other.origin != Origin.OWN_TAG : !isOn || other.isOn == isOn;
        return isAsSpecific && decides && (other.origin != Origin.OWN_TAG || origin == Origin.OWN_TAG);
    }

    String title() {
        return origin == Origin.POLICY ? "rule " + Words.quoted(name) : name;
    }
}
