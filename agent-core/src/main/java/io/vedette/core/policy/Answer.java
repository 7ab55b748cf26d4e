package io.vedette.core.policy;

import java.util.List;

/// What became of a condition.
///
/// @param known values of the task; empty when none is known
/// @param depth which of them matches, the innermost of several; [#NOWHERE] when none does
/// @param isExact whether it matches without a star
record Answer(Condition condition, List<String> known, int depth, boolean isExact) {

    static final int NOWHERE = -1;

    boolean matches() {
        return depth != NOWHERE;
    }

    boolean isKnown() {
        return !known.isEmpty();
    }

    /// For people.
    String sentence() {
        String subject = condition.subject();
        if (!isKnown()) {
            return subject + " is not known: " + condition.attribute().advice();
        }
        String value = Words.quoted(matches() ? known.get(depth) : String.join("/", known));
        return matches() ? subject + " is " + value : subject + " is " + value + ", not " + condition.wanted();
    }
}
