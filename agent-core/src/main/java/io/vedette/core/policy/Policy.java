package io.vedette.core.policy;

import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.inject.text.Document;
import io.vedette.core.inject.text.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Says which tasks get the sidecar. Of the rules that match a task the most specific one decides; the order in which
/// they are written never matters.
public final class Policy {

    private final boolean byDefault;
    private final List<Rule> rules;
    private final List<Rule> tags;

    /// @param byDefault what holds where no rule matches
    /// @param rules those that were written
    /// @param tags those that come from [ManagedTags]
    Policy(boolean byDefault, List<Rule> rules, List<Rule> tags) {
        this.byDefault = byDefault;
        this.rules = List.copyOf(rules);
        this.tags = List.copyOf(tags);
    }

    /// @param bytes of a policy in YAML or JSON
    /// @throws DefinitionException saying what in it can't be used, where, and what can be
    public static Policy parse(byte[] bytes) throws DefinitionException {
        return new PolicyReader(Document.parse(Source.decode(bytes))).read();
    }

    public Decision decide(Facts facts) {
        List<Finding> matching = new ArrayList<>();
        List<Finding> others = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Rule rule : rules) {
            Finding finding = rule.find(facts);
            (finding.matches() ? matching : others).add(finding);
        }
        for (Rule tag : tags) {
            Finding finding = tag.find(facts);
            if (finding.matches()) {
                matching.add(finding);
            } else if (ManagedTags.isOdd(finding) && !notes.contains(ManagedTags.oddity(finding))) {
                notes.add(ManagedTags.oddity(finding));
            }
        }
        matching.sort(Finding.ORDER);
        return new Decision(facts, byDefault, List.copyOf(matching), List.copyOf(others), List.copyOf(notes));
    }

    /// What holds where no rule matches.
    public boolean byDefault() {
        return byDefault;
    }

    /// How many rules were written.
    public int size() {
        return rules.size();
    }

    /// A sentence for each rule that changes nothing, whatever comes.
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        List<Rule> all = new ArrayList<>(tags);
        all.addAll(rules);
        for (Rule rule : rules) {
            all.stream()
                    .filter(other -> other.overrules(rule) && isOther(other, rule))
                    .min(Comparator.comparing(Rule::isOn).thenComparing(Rule::name))
                    .ifPresent(other -> notes.add(rule.title() + " has no effect: " + other.title()
                            + " matches wherever it does, is as specific, and says " + Words.onOff(other.isOn())));
        }
        return notes;
    }

    /// Of two that overrule each other the first one stays.
    private boolean isOther(Rule other, Rule rule) {
        return !rule.overrules(other) || rules.indexOf(other) < rules.indexOf(rule);
    }
}
