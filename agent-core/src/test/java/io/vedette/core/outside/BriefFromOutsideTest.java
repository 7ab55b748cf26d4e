package io.vedette.core.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections that are over before anybody could look at them twice. How many of them were given to their process goes
/// into `target/outside/brief.md`.
@Tag("container")
class BriefFromOutsideTest {

    private static final int COUNT = 1000;
    private static final int SERVER = 8080;
    private static final Path REPORT = Path.of(System.getProperty("basedir", "."), "target", "outside", "brief.md");

    @TempDir
    private Path directory;

    @Test
    void connectionsOfAMillisecondAreGivenToWhoMadeThem() throws Exception {
        try (OutsideTask task = OutsideTask.start(directory, Dockers.and("CAP_SYS_PTRACE"), spec -> spec)) {
            task.launch(task.app("server", "/bin/talk", "serve", "/facts/server"));
            task.await("listen", line -> port(line, "listen", "local") == SERVER);
            task.launch(task.app("client", "/bin/talk", "brief", "/facts/client", "" + COUNT)
                    .uid(1000));
            task.awaitEnd("client");

            List<JsonNode> connects = awaitAll(task, "connect", "remote");
            List<JsonNode> accepts = awaitAll(task, "accept", "local");

            List<String> facts = task.facts("client");
            assertThat(connects.stream().map(line -> port(line, "connect", "local")))
                    .containsExactlyInAnyOrderElementsOf(facts.stream()
                            .map(line -> Integer.parseInt(line.split(" ", -1)[1]))
                            .toList());
            int pid = Integer.parseInt(facts.getFirst().split(" ", -1)[3]);
            report("connect", known(connects, task.id("client"), Map.of("pid", pid)));
            report("accept", known(accepts, task.id("server"), Map.of()));
        }
    }

    @Test
    void refusedConnectionsOfTheAgentAreNotToldAndThoseOfOthersToTheSamePlaceAre() throws Exception {
        try (OutsideTask task = OutsideTask.start(directory, Dockers.and("CAP_SYS_PTRACE"), spec -> spec)) {
            task.launch(task.app("app", "/bin/sleep", "1000"));
            task.endEndpoint();
            task.awaitAgentSays("refuses connections");
            for (int i = 0; i < 3; i++) {
                task.shell("app", "! nc 127.0.0.1 " + OutsideTask.ENDPOINT_PORT + " </dev/null");
            }
            // Meanwhile the agent tries too.
            Thread.sleep(2000);
            task.startEndpoint();
            task.shell("app", "! nc 127.0.0.1 9 </dev/null");
            task.await("connect", line -> port(line, "connect", "remote") == 9);

            List<JsonNode> refused = task.delivered().of("connect").stream()
                    .filter(line -> port(line, "connect", "remote") == OutsideTask.ENDPOINT_PORT)
                    .toList();
            assertThat(refused)
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(
                                    line.path("connect").path("errno").asInt())
                            .isEqualTo(111));
        }
    }

    private static List<JsonNode> awaitAll(OutsideTask task, String kind, String end) throws Exception {
        List<JsonNode> all = List.of();
        for (int i = 0; i < 120 && all.size() < COUNT; i++) {
            Thread.sleep(500);
            all = task.delivered().of(kind).stream()
                    .filter(line -> port(line, kind, end) == SERVER)
                    .toList();
        }
        assertThat(all).hasSize(COUNT);
        return all;
    }

    /// How many name a process; each of them has to be the right one.
    private static int known(List<JsonNode> events, String container, Map<String, Integer> fields) {
        Map<Boolean, List<JsonNode>> byWhetherKnown = events.stream()
                .collect(Collectors.partitioningBy(
                        line -> !line.path("incomplete").toString().contains("process_unknown")));
        for (JsonNode line : byWhetherKnown.getOrDefault(true, List.of())) {
            assertThat(line.path("container").path("id").asText()).isEqualTo(container);
            fields.forEach((name, value) ->
                    assertThat(line.path("process").path(name).asInt()).isEqualTo(value));
        }
        return byWhetherKnown.getOrDefault(true, List.of()).size();
    }

    private static void report(String kind, int known) throws IOException {
        Files.createDirectories(REPORT.getParent());
        Files.writeString(
                REPORT,
                "| %s of 1 ms | %d of %d |%n".formatted(kind, known, COUNT),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        // How many, depends on what else runs on the machine.
        assertThat(known).isPositive();
    }

    private static int port(JsonNode line, String kind, String end) {
        return line.path(kind).path(end).path("port").asInt();
    }
}
