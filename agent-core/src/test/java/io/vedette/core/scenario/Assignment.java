package io.vedette.core.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds for each expectation of a case an event of its own, so that what they call the same is the same.
final class Assignment {

    private static final int NEAREST = 3;

    private final List<Expectation> expectations;
    private final List<JsonNode> events;
    private int reached;
    private Map<String, JsonNode> namesThere = Map.of();
    private Set<JsonNode> usedThere = Set.of();

    Assignment(List<Expectation> expectations, List<JsonNode> events) {
        this.expectations = expectations.stream().filter(e -> !e.isNever()).toList();
        this.events = events;
        for (Expectation never :
                expectations.stream().filter(Expectation::isNever).toList()) {
            candidates(never).stream()
                    .filter(event -> never.differences(event, new HashMap<>()).isEmpty())
                    .findFirst()
                    .ifPresent(event -> {
                        throw new AssertionError("must never come: " + never + "\ncame: " + Texts.shortened(event));
                    });
        }
    }

    void check() {
        if (!assign(0, Map.of(), Set.of())) {
            throw new AssertionError(explain(expectations.get(reached)));
        }
    }

    /// Tries the events in the order of their arrival, and another one where a later expectation finds none.
    private boolean assign(int at, Map<String, JsonNode> names, Set<JsonNode> used) {
        if (at == expectations.size()) {
            return true;
        }
        if (at >= reached) {
            reached = at;
            namesThere = names;
            usedThere = used;
        }
        for (JsonNode event : candidates(expectations.get(at))) {
            Map<String, JsonNode> bound = new HashMap<>(names);
            if (!used.contains(event)
                    && expectations.get(at).differences(event, bound).isEmpty()
                    && assign(at + 1, bound, with(used, event))) {
                return true;
            }
        }
        return false;
    }

    private static Set<JsonNode> with(Set<JsonNode> used, JsonNode event) {
        Set<JsonNode> all = new java.util.HashSet<>(used);
        all.add(event);
        return all;
    }

    private List<JsonNode> candidates(Expectation expectation) {
        return events.stream().filter(expectation::isAbout).toList();
    }

    private String explain(Expectation missing) {
        List<JsonNode> candidates = candidates(missing).stream()
                .filter(event -> !usedThere.contains(event))
                .sorted(Comparator.comparingInt(
                        event -> differences(missing, event).size()))
                .limit(NEAREST)
                .toList();
        String nearest = candidates.stream()
                .map(event ->
                        "came: " + Texts.shortened(event) + "\n  " + String.join("\n  ", differences(missing, event)))
                .collect(Collectors.joining("\n"));
        return "expected: " + missing + "\n"
                + (nearest.isEmpty() ? "no event of this kind and process came" + others(missing) : nearest);
    }

    private List<String> differences(Expectation missing, JsonNode event) {
        return missing.differences(event, new HashMap<>(namesThere));
    }

    private String others(Expectation missing) {
        Map<String, Long> kinds = events.stream()
                .filter(event ->
                        event.path("process").path("pid").equals(missing.line().path("pid")))
                .collect(Collectors.groupingBy(event -> event.path("kind").asText(), Collectors.counting()));
        return "; of the process came " + kinds;
    }
}
