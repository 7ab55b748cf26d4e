package io.vedette.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.v1.HealthIssue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The names here, in the schema and in the document are the same.
final class HealthNumbersTest {

    @Test
    void statesAndIssuesAreThoseOfTheSchema() {
        assertThat(Arrays.stream(HealthState.values()).map(state -> "HEALTH_STATE_" + state + state.number()))
                .containsExactlyElementsOf(Arrays.stream(io.vedette.v1.HealthState.values())
                        .filter(state -> state != io.vedette.v1.HealthState.UNRECOGNIZED && state.getNumber() > 0)
                        .map(state -> state.name() + state.getNumber())
                        .toList());
        assertThat(Arrays.stream(IssueCode.values()).map(code -> "HEALTH_ISSUE_" + code + code.number()))
                .containsExactlyElementsOf(Arrays.stream(HealthIssue.values())
                        .filter(code -> code != HealthIssue.UNRECOGNIZED && code.getNumber() > 0)
                        .map(code -> code.name() + code.getNumber())
                        .toList());
    }

    @Test
    void theDocumentSaysWhatToDoAboutEach() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/operations.md"));

        for (IssueCode code : IssueCode.values()) {
            assertThat(lines).as(code.name()).anyMatch(line -> line.startsWith("| `" + code + "` |"));
        }
    }

    @Test
    void theWorstIssueMakesTheState() {
        Issue small = new Issue(IssueCode.MEMORY_ONLY, "a");
        Issue large = new Issue(IssueCode.DROPPING, "b");

        assertThat(HealthReport.stateOf(List.of())).isEqualTo(HealthState.HEALTHY);
        assertThat(HealthReport.stateOf(List.of(small))).isEqualTo(HealthState.DEGRADED);
        assertThat(HealthReport.stateOf(List.of(large, small))).isEqualTo(HealthState.UNHEALTHY);
    }

    @Test
    void aSentenceIsSafeOnATerminal() {
        assertThat(new Issue(IssueCode.MEMORY_ONLY, "a\u001b[31m\nb\u009bc\u202ed").sentence())
                .isEqualTo("a [31m b c d");
    }
}
