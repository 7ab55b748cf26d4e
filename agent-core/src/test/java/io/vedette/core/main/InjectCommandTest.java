package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InjectCommandTest {

    private static final String TASK = """
            {
              "family": "web",
              "networkMode": "awsvpc",
              "requiresCompatibilities": ["FARGATE"],
              "containerDefinitions": [
                {"name": "web", "image": "web:1"}
              ]
            }
            """;
    private static final String WINDOWS = TASK.replace(
            "\"family\"",
            "\"runtimePlatform\": {\"operatingSystemFamily\": \"WINDOWS_SERVER_2022_CORE\"},\n  \"family\"");

    @TempDir
    private Path directory = Path.of("");

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("task.json"), text);
    }

    @Test
    void writesTheDefinitionWithTheSidecarToTheOutput() throws IOException {
        Path file = file(TASK);

        CommandRun run = CommandRun.of("inject", file.toString(), "--image", "r/v:1", "--endpoint", "events:4443");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("\"image\": \"r/v:1\"", "\"value\": \"https://events:4443\"");
        assertThat(Files.readString(file)).isEqualTo(TASK);
    }

    @Test
    void readsTheInputAndTakesOptionsFromTheEnvironment() {
        InputStream input = System.in;
        System.setIn(new ByteArrayInputStream(TASK.getBytes(StandardCharsets.UTF_8)));
        try {
            CommandRun run = CommandRun.of(Map.of("VEDETTE_ENDPOINT", "http://collector:4317"), "inject");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("\"value\": \"http://collector:4317\"");
        } finally {
            System.setIn(input);
        }
    }

    @Test
    void whatCannotBeInjectedComesOutAsItWasWithAReasonAndACodeOfItsOwn() throws IOException {
        CommandRun run = CommandRun.of("inject", file(WINDOWS).toString());

        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.out()).isEqualTo(WINDOWS);
        assertThat(run.err().lines()).singleElement().asString().contains("task.json", "Windows");
    }

    @Test
    void whatCannotBeReadComesOutAsItWas() throws IOException {
        CommandRun run = CommandRun.of("inject", file("{\"family\": ").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("{\"family\": ");
        assertThat(run.err().lines()).singleElement().asString().contains("task.json", "it is no JSON: line 1");
    }

    @Test
    void aMissingFileIsOneLine() {
        CommandRun run = CommandRun.of("inject", directory.resolve("none").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains("no such file", "none");
    }

    @Test
    void replacesAFileAndItsModeStays() throws IOException {
        Path file = file(TASK);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        CommandRun run = CommandRun.of("inject", "--in-place", link.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(Files.readString(file)).contains("VEDETTE_INJECTED");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(CommandRun.of("inject", "--in-place", "--remove", file.toString())
                        .exitCode())
                .isZero();
        assertThat(Files.readString(file)).isEqualTo(TASK);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).as("nothing else is left").containsExactlyInAnyOrder(file, link);
        }
    }

    @Test
    void doesNotTouchAFileThatStaysAsItIs() throws IOException {
        Path file = file(WINDOWS);
        Object key = Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);

        CommandRun.of("inject", "--in-place", file.toString());

        assertThat(Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(key);
        assertThat(Files.readString(file)).isEqualTo(WINDOWS);
    }

    @Test
    void showsAPatchThatGivesTheResult() throws Exception {
        for (String text : List.of(TASK, TASK.strip())) {
            String file = file(text).toString();

            CommandRun run = CommandRun.of("inject", "--diff", file);

            List<String> patch =
                    run.out().lines().filter(line -> !line.startsWith("\\")).toList();
            List<String> patched = DiffUtils.patch(text.lines().toList(), UnifiedDiffUtils.parseUnifiedDiff(patch));
            assertThat(patched)
                    .isEqualTo(CommandRun.of("inject", file).out().lines().toList());
            assertThat(run.out().contains("\\ No newline at end of file")).isEqualTo(!text.endsWith("\n"));
        }
        assertThat(CommandRun.of("inject", "--diff", "--remove", file(TASK).toString())
                        .out())
                .isEmpty();
    }

    @Test
    void moreOptionsOfTheAgentBecomeVariables() throws IOException {
        CommandRun run = CommandRun.of(
                "inject", file(TASK).toString(), "--env", "VEDETTE_MASK=a,b", "--env", "VEDETTE_CPU_BUDGET=5");

        assertThat(run.out())
                .contains("{\"name\": \"VEDETTE_MASK\", \"value\": \"a,b\"}")
                .contains("{\"name\": \"VEDETTE_CPU_BUDGET\", \"value\": \"5\"}");
    }
}
