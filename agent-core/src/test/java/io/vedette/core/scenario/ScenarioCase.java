package io.vedette.core.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the program `scenario` wrote down of one case.
///
/// @param outcome the line that ended it
record ScenarioCase(String name, List<Expectation> expectations, JsonNode outcome) {

    /// In the order in which they ran.
    static List<ScenarioCase> read(List<JsonNode> lines, Path program) {
        Map<String, List<Expectation>> expectations = new LinkedHashMap<>();
        Map<String, JsonNode> outcomes = new LinkedHashMap<>();
        for (JsonNode line : lines) {
            String name = line.path("case").asText();
            List<Expectation> ofCase = expectations.computeIfAbsent(name, none -> new ArrayList<>());
            if (line.has("kind")) {
                ofCase.add(new Expectation(line));
            } else if (!outcomes.containsKey(name) || line.has("broken")) {
                outcomes.put(name, line);
            }
        }
        return expectations.entrySet().stream()
                .map(entry ->
                        new ScenarioCase(entry.getKey(), entry.getValue(), outcome(outcomes, entry.getKey(), program)))
                .toList();
    }

    private static JsonNode outcome(Map<String, JsonNode> outcomes, String name, Path program) {
        JsonNode outcome = outcomes.get(name);
        if (outcome == null) {
            throw new AssertionError("case " + name + " has no end in " + program);
        }
        return outcome;
    }

    /// Why the case can't be had here.
    Optional<String> skipped() {
        return Optional.ofNullable(outcome.get("skipped")).map(JsonNode::asText);
    }

    /// Fails when an event is missing, differs or should not have come.
    ///
    /// @param events of the container, in the order of their arrival
    void check(List<JsonNode> events) {
        if (outcome.has("broken")) {
            throw new AssertionError(
                    name + " is broken: " + outcome.path("broken").asText());
        }
        if (expectations.isEmpty()) {
            throw new AssertionError("it expects nothing, so it shows nothing");
        }
        new Assignment(expectations, events).check();
    }
}
