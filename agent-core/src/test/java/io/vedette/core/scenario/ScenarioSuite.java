package io.vedette.core.scenario;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.delivery.Delivered;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Compares what the program `scenario` did in a container with all that arrived: a test for each case, and one
/// for the books.
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
        return Stream.concat(
                cases.stream().map(one -> test(where, one, events)),
                Stream.of(dynamicTest("books", () -> Books.check(all, containerId))));
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
