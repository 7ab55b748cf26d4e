package io.vedette.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.delivery.Books;
import io.vedette.core.delivery.Delivered;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Compares what the program `scenario` did in a container with all that arrived: a test for each case, one for
/// the books, and one that finds kinds without a case.
public final class ScenarioSuite {

    private ScenarioSuite() {}

    /// @param where on which kernel, for messages
    /// @param expected what the program wrote
    /// @param delivered what the endpoint wrote, after both it and the agent were stopped
    public static Stream<DynamicTest> tests(String where, Path expected, Path delivered, String containerId)
            throws IOException {
        Delivered all = Delivered.read(delivered);
        List<JsonNode> events = all.lines().stream()
                .filter(line -> line.has("process")
                        && line.path("container").path("id").asText().equals(containerId))
                .toList();
        List<ScenarioCase> cases = ScenarioCase.read(Delivered.read(expected).lines(), expected);
        if (cases.isEmpty()) {
            throw new AssertionError("no case ran on " + where);
        }
        Stream<DynamicTest> whole = Stream.of(
                dynamicTest("books", () -> Books.check(all, containerId)),
                dynamicTest("kinds", () -> assertEveryWatchedKindHasACase(all, cases)));
        return Stream.concat(cases.stream().map(one -> test(where, one, events)), whole);
    }

    private static void assertEveryWatchedKindHasACase(Delivered all, List<ScenarioCase> cases) {
        Set<String> watched = new TreeSet<>();
        for (JsonNode health : all.of("health")) {
            for (JsonNode sensor : health.path("agent").path("sensors")) {
                sensor.path("kinds").forEach(kind -> watched.add(kind.asText()));
            }
        }
        Set<String> expected = cases.stream()
                .flatMap(one -> one.expectations().stream())
                .filter(expectation -> !expectation.isNever())
                .map(Expectation::kind)
                .collect(Collectors.toSet());

        assertThat(watched).as("what the agent says that it watches").isNotEmpty();
        assertThat(expected).as("kinds of which a case expects an event").containsAll(watched);
    }

    /// Reports name neither the case nor the kernel, so the message does.
    private static DynamicTest test(String where, ScenarioCase one, List<JsonNode> events) {
        return dynamicTest(one.name(), () -> {
            String title = one.name() + " on " + where + ": ";
            one.skipped().ifPresent(reason -> abort(title + reason));
            try {
                one.check(events);
            } catch (AssertionError e) {
                throw new AssertionError(title + e.getMessage(), e);
            }
        });
    }
}
