package io.vedette.core.coverage;

import static io.vedette.core.coverage.Scene.ARN;
import static io.vedette.core.coverage.Scene.GRACE;
import static io.vedette.core.coverage.Scene.containers;
import static io.vedette.core.coverage.Scene.running;
import static io.vedette.core.coverage.Scene.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read from files, and kept in one.
final class FilesTest {

    private static final String BOTH = containers(running("web"), running("vedette"));

    private final List<String> said = new ArrayList<>();
    private final Scene scene = new Scene();

    @TempDir
    private Path directory;

    private static String tasks(String... tasks) {
        return "{\"tasks\":[" + String.join(",", tasks) + "]}";
    }

    @Test
    void filesAreReadAgainWhenTheyChange() throws IOException {
        Path file = directory.resolve("tasks.json");
        TaskFiles files = new TaskFiles(List.of(directory), Place.UNKNOWN, said::add);
        files.look(scene.coverage, scene.now);
        assertThat(scene.rows()).isEmpty();

        Files.writeString(file, tasks(task(ARN, BOTH), task(ARN + "2", BOTH)));
        Files.writeString(directory.resolve("notes.txt"), "no JSON");
        files.look(scene.coverage, scene.now);
        assertThat(scene.rows()).hasSize(2);

        Files.writeString(file, tasks(task(ARN, BOTH)));
        files.look(scene.coverage, scene.now);
        assertThat(scene.row(ARN + "2").phase()).contains(Task.Phase.STOPPED);

        Files.delete(file);
        files.look(scene.coverage, scene.now);
        assertThat(scene.row(ARN).phase()).contains(Task.Phase.STOPPED);
        assertThat(said).isEmpty();
    }

    @Test
    void aFileThatCantBeReadIsSaidOnceAndChangesNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("tasks.json"), tasks(task(ARN, BOTH)));
        TaskFiles files = new TaskFiles(List.of(file, directory.resolve("missing.json")), Place.UNKNOWN, said::add);
        files.look(scene.coverage, scene.now);
        files.look(scene.coverage, scene.now);
        assertThat(said).singleElement().asString().contains("missing.json").contains("there is no such file");

        Files.writeString(file, "{\"tasks\":[");
        files.look(scene.coverage, scene.now);
        files.look(scene.coverage, scene.now);
        assertThat(said).hasSize(2);
        assertThat(said.getLast()).contains(file.toString()).contains("it is no JSON");
        assertThat(scene.row(ARN).phase()).contains(Task.Phase.RUNNING);
    }

    @Test
    void aLaterRunKnowsTasksAndRaisesNoFalseAlarm() {
        scene.tasks(task(ARN, BOTH, "\"tags\":[{\"key\":\"team\",\"value\":\"shop\"}]"), task(ARN + "2", BOTH));
        scene.beat("a");
        scene.after(GRACE.plusSeconds(1));
        scene.beat("a");
        assertThat(scene.of(ARN)).isEqualTo("healthy");
        assertThat(scene.of(ARN + "2")).isEqualTo("unhealthy AGENT_NOT_REPORTING never");
        Path file = directory.resolve("state.jsonl");
        new StateFile(file, said::add).write(scene.coverage);

        Scene later = new Scene();
        new StateFile(file, said::add).read(later.coverage, later.now);
        assertThat(later.look()).isEmpty();
        assertThat(later.of(ARN)).isEqualTo("healthy");
        assertThat(later.of(ARN + "2")).isEqualTo("unhealthy AGENT_NOT_REPORTING never");
        assertThat(later.row(ARN).since()).isEqualTo(scene.row(ARN).since());
        assertThat(later.row(ARN).place()).isEqualTo(scene.row(ARN).place());

        later.after(GRACE.plus(Duration.ofSeconds(1)));
        assertThat(later.look()).singleElement().satisfies(change -> {
            assertThat(change.row().id()).isEqualTo(ARN);
            assertThat(change.previous()).contains(State.HEALTHY);
            assertThat(change.row().issues().getFirst().issue().cause()).isEqualTo("silent");
        });
        assertThat(said).isEmpty();
    }

    @Test
    void aStateThatIsDamagedIsSaidAndStartsAnew() throws IOException {
        Path file = Files.writeString(directory.resolve("state.jsonl"), "{\"id\":\"x\",\"platform\":\"MOON\"}\n{");
        new StateFile(file, said::add).read(scene.coverage, scene.now);

        assertThat(said).singleElement().asString().contains(file.toString()).contains("told again");
        assertThat(scene.rows()).isEmpty();
    }

    @Test
    void aStateThatCantBeWrittenIsSaidOnce() {
        StateFile file = new StateFile(directory.resolve("no/such/state"), said::add);
        scene.tasks(task(ARN, BOTH));
        file.write(scene.coverage);
        file.write(scene.coverage);

        assertThat(said).hasSize(1);
    }

    @Test
    void aTaskComesBackAsItWas() throws IOException {
        Task task = Documents.read(
                        DocumentsTest.class
                                .getResourceAsStream("describe-tasks.json")
                                .readAllBytes(),
                        Place.UNKNOWN)
                .tasks()
                .getFirst();

        assertThat(TaskJson.read(io.vedette.core.json.Json.parse(JsonText.object(json -> TaskJson.write(json, task)))))
                .isEqualTo(task);
    }
}
