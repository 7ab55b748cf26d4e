package io.vedette.core.policy;

import java.util.List;
import java.util.stream.Collectors;

/// One thing that a rule asks.
///
/// @param key of a tag, for example; empty where the attribute has none
/// @param patterns one of which has to match
record Condition(Attribute attribute, String key, List<Glob> patterns) {

    Answer answer(Facts facts) {
        List<String> known = facts.values(attribute, key);
        int depth = -1;
        for (int i = 0; i < known.size(); i++) {
            depth = matches(known.get(i)) ? i : depth;
        }
        if (depth < 0) {
            return new Answer(this, known, Answer.NOWHERE, false);
        }
        String value = known.get(depth);
        boolean isExact = patterns.stream().anyMatch(pattern -> pattern.isExact() && pattern.matches(value));
        return new Answer(this, known, depth, isExact);
    }

    private boolean matches(String value) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(value));
    }

    boolean isAbout(Condition other) {
        return attribute == other.attribute && key.equals(other.key);
    }

    /// Whether this holds wherever the other one does, no less exactly. May say no where it is so.
    boolean covers(Condition other) {
        return isAbout(other)
                && other.patterns.stream().allMatch(theirs -> patterns.stream().anyMatch(ours -> ours.covers(theirs)));
    }

    /// As `tag team`.
    String subject() {
        return key.isEmpty() ? attribute.toString() : attribute + " " + key;
    }

    /// As `"a" or "b*"`.
    String wanted() {
        return patterns.stream().map(pattern -> Words.quoted(pattern.text())).collect(Collectors.joining(" or "));
    }
}
