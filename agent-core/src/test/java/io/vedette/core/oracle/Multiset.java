package io.vedette.core.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// What one observer saw: facts as text, and how often each.
final class Multiset {

    private final SortedMap<String, Long> counts = new TreeMap<>();

    void add(String fact) {
        add(fact, 1);
    }

    void add(String fact, long count) {
        counts.merge(fact, count, Long::sum);
    }

    long size() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    long count(Predicate<String> which) {
        return counts.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(entry -> entry.getValue())
                .sum();
    }

    Multiset map(UnaryOperator<String> translation) {
        Multiset mapped = new Multiset();
        counts.forEach((fact, count) -> mapped.add(translation.apply(fact), count));
        return mapped;
    }

    boolean contains(String fact) {
        return counts.containsKey(fact);
    }

    /// What is here and, that often, not there. A line for each, with both counts.
    List<String> without(Multiset other) {
        List<String> missing = new ArrayList<>();
        counts.forEach((fact, count) -> {
            long there = other.counts.getOrDefault(fact, 0L);
            if (there < count) {
                missing.add(fact + "  (" + count + " here, " + there + " there)");
            }
        });
        return missing;
    }
}
