package io.vedette.core.policy;

import java.util.ArrayList;
import java.util.List;

/// How closely a rule names a task. Level by level, from the task itself down to the organizational unit: more
/// conditions go before fewer, then deeper units before those around them, then more exact conditions before fewer.
///
/// @param counts three of them for each level
record Specificity(List<Integer> counts) implements Comparable<Specificity> {

    private static final List<Level> LEVELS = List.of(Level.values());
    private static final int EACH = 3;
    private static final List<String> ADVANTAGES =
            List.of("more conditions on %s", "a deeper unit in %s", "a more exact condition on %s");

    /// @param answers all of which match
    static Specificity of(List<Answer> answers) {
        List<Integer> counts = new ArrayList<>();
        for (Level level : LEVELS) {
            List<Answer> here = answers.stream()
                    .filter(answer -> answer.condition().attribute().level() == level)
                    .toList();
            counts.add(here.size());
            counts.add(here.stream().mapToInt(Answer::depth).sum());
            counts.add((int) here.stream().filter(Answer::isExact).count());
        }
        return new Specificity(List.copyOf(counts));
    }

    private int firstDifference(Specificity other) {
        int at = 0;
        while (at < counts.size() && counts.get(at).equals(other.counts.get(at))) {
            at++;
        }
        return at;
    }

    @Override
    public int compareTo(Specificity other) {
        int at = firstDifference(other);
        return at == counts.size() ? 0 : Integer.compare(counts.get(at), other.counts.get(at));
    }

    /// What makes this one more specific than the other; empty when it is not.
    String advantage(Specificity other) {
        boolean isMore = compareTo(other) > 0;
        int at = isMore ? firstDifference(other) : 0;
        return isMore ? ADVANTAGES.get(at % EACH).formatted(LEVELS.get(at / EACH)) : "";
    }
}
