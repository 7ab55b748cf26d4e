package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.CrunTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two containers that do the same, and a file of filters that changes while the agent runs.
@Tag("container")
class FiltersContainerTest {

    private static final String LOOP =
            "while :; do /bin/true; /bin/mkdir -p /tmp/a/b; /bin/rm -r /tmp/a; sleep 0.05; done";

    /// So many events of one without one of the other show that the other is left out.
    private static final int ENOUGH = 30;

    @TempDir
    private Path directory;

    private Path filters;
    private CrunTask task;
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        filters = Files.writeString(directory.resolve("filters"), "");
        task = CrunTask.builder(directory)
                .container("web", "/bin/sh", "-c", LOOP)
                .container("other", "/bin/sh", "-c", LOOP)
                .start();
        rig = Rig.start(directory, "--filters", "" + filters);
    }

    @AfterEach
    void end() throws Exception {
        rig.close();
        task.close();
    }

    private void set(String text) throws IOException {
        Path next = Files.writeString(directory.resolve("filters.next"), text);
        Files.move(next, filters, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private Predicate<JsonNode> of(String container, String kind) {
        String id = task.containerId(container);
        return line -> Delivered.isIn(line, id) && line.path("kind").asText().equals(kind);
    }

    private static Predicate<JsonNode> path(String path) {
        return line -> line.path("mkdir").path("path").asText().equals(path);
    }

    /// Waits until the last events of the two are enough of the one and none of the other.
    private void await(Predicate<JsonNode> present, Predicate<JsonNode> absent) throws Exception {
        rig.await(all -> {
            List<JsonNode> lines =
                    all.lines().stream().filter(present.or(absent)).toList();
            List<JsonNode> last = lines.subList(Math.max(0, lines.size() - ENOUGH), lines.size());
            return last.size() == ENOUGH && last.stream().noneMatch(absent);
        });
    }

    @Test
    void followsTheFileWhileItRuns() throws Exception {
        await(of("web", "exec"), line -> false);
        await(of("other", "mkdir"), line -> false);

        set("exclude-container=" + task.containerId("web"));
        await(of("other", "exec"), of("web", "exec"));
        set("exclude-kind=mkdir");
        await(of("web", "exec"), of("other", "mkdir"));
        set("exclude-kind=mkdirs");
        rig.awaitLog(
                "the filters in .* can't be used: exclude-kind has no kind \"mkdirs\".*; the filters stay as they are");
        await(of("web", "exec"), of("web", "mkdir"));
        set("exclude-path=/tmp/a/b");
        await(of("web", "mkdir").and(path("/tmp/a")), of("web", "mkdir").and(path("/tmp/a/b")));

        rig.stopAgent();
        Delivered all = rig.stopEndpoint();
        assertThat(all.of("health"))
                .anySatisfy(line ->
                        assertThat(line.findValues("filters").toString()).contains("exclude-kind=mkdir"));
        for (String container : List.of("web", "other")) {
            for (String kind : List.of("exec", "mkdir")) {
                JsonNode account = all.account(kind, task.containerId(container));
                assertThat(account.path("seen").asLong())
                        .isEqualTo(account.path("sent").asLong()
                                + account.path("dropped").asLong());
                assertThat(all.of(kind, task.containerId(container)))
                        .hasSize((int) account.path("sent").asLong());
            }
        }
    }
}
