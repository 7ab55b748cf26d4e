package io.vedette.core.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.delivery.Delivered;
import io.vedette.core.delivery.VedetteProcess;
import io.vedette.core.ecs.EcsTask.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// A task is run as it is, and with the sidecar that the built agent has injected into its definition. Whatever the
/// sidecar is, the others do the same, and the endpoint says why a task has no agent.
@Tag("chaos")
class InjectedTaskTest {

    private static final List<String> APPS = List.of("migrate", "web", "worker");
    private static final int TRIES = 600;

    @TempDir
    private Path directory;

    private TaskPlace place;
    private VedetteProcess endpoint;
    private Path events;
    private CoveragePages coverage;

    @BeforeEach
    void begin() throws Exception {
        place = TaskPlace.make(directory.resolve("injected"));
        events = directory.resolve("events.jsonl");
        endpoint = VedetteProcess.start(
                directory.resolve("endpoint.log"),
                "endpoint",
                "--listen",
                place.hostAddress() + ":0",
                "--out",
                "" + events,
                "--coverage",
                "127.0.0.1:0",
                "--coverage-grace",
                "5s");
        coverage = new CoveragePages(
                Integer.parseInt(endpoint.awaitLog("coverage on port ([0-9]+)").group(1)));
    }

    @AfterEach
    void end() throws Exception {
        coverage.close();
        place.close();
        endpoint.kill();
    }

    private RegisterTaskDefinitionRequest injected(String launchType) throws Exception {
        String address = endpoint.awaitLog("listening on ([0-9.]+:[0-9]+)").group(1);
        return Injection.injectedShop(directory, launchType, "http://" + address);
    }

    /// How the task ends without the sidecar.
    private Map<String, Ended> plain() throws Exception {
        try (TaskPlace own = TaskPlace.make(directory.resolve("plain"))) {
            EcsTask task = own.run(Injection.shop(), Map.of("busybox", Image.busybox()));
            return finish(task);
        }
    }

    private static Map<String, Ended> finish(EcsTask task) throws Exception {
        await(() -> Files.exists(task.volume("shared").resolve("worker")));
        Files.createFile(task.volume("shared").resolve("end"));
        return task.awaitEnd();
    }

    private static void checkApps(Map<String, Ended> ended, Map<String, Ended> plain) {
        assertThat(plain.get("web").exitCode()).isEqualTo(7);
        assertThat(plain.get("worker").exitCode()).isEqualTo(3);
        for (String app : APPS) {
            assertThat(ended.get(app)).as(app).isEqualTo(plain.get(app));
        }
        assertThat(ended.keySet().stream().filter(APPS::contains)).containsExactlyElementsOf(plain.keySet());
    }

    @Test
    void theAppDoesWhatItDidAndItsEventsNameTaskAndContainers() throws Exception {
        EcsTask task = place.run(injected("EC2"), Map.of("busybox", Image.busybox(), Injection.IMAGE, Image.agent()));

        for (String app : List.of("web", "worker")) {
            await(() ->
                    delivered().anyMatch(line -> line.path("kind").asText().equals("exec") && isFrom(line, task, app)));
        }
        assertThat(task.checkHealth(Injection.NAME))
                .as(task.log(Injection.NAME))
                .isZero();
        Map<String, Ended> ended = finish(task);

        checkApps(ended, plain());
        assertThat(ended.get(Injection.NAME).exitCode())
                .as(ended.get(Injection.NAME).output())
                .isZero();
        assertThat(endpoint.stop()).as(endpoint.log()).isZero();
        checkEnds(task);
    }

    /// Of containers that the task ended with, and after it was known which they are.
    private void checkEnds(EcsTask task) throws IOException {
        Delivered all = Delivered.read(events);
        List<JsonNode> ends = all.of("exit", task.containerId("web")).stream()
                .filter(line -> line.path("exit").path("code").asInt() == 7)
                .toList();
        assertThat(ends).hasSize(1);
        assertThat(isFrom(ends.getFirst(), task, "web")).as("%s", ends).isTrue();
        assertThat(all.of("health").getLast().path("health").path("issues").toString())
                .doesNotContain("metadata");
    }

    private static boolean isFrom(JsonNode line, EcsTask task, String name) {
        JsonNode container = line.path("container");
        return container.path("id").asText().equals(task.containerId(name))
                && container.path("name").asText().equals(name)
                && container.path("image").asText().equals("busybox")
                && container.path("ecs_task").path("task_arn").asText().equals(task.arn());
    }

    @Test
    void theAppDoesWhatItDidWithTheRightsThatFargateGives() throws Exception {
        EcsTask task =
                place.run(injected("FARGATE"), Map.of("busybox", Image.busybox(), Injection.IMAGE, Image.agent()));
        await(() -> task.log(Injection.NAME).contains("ready tier="));

        Map<String, Ended> ended = finish(task);

        checkApps(ended, plain());
        assertThat(ended.get(Injection.NAME).exitCode())
                .as(ended.get(Injection.NAME).output())
                .isZero();
    }

    /// What can be wrong with the sidecar's image.
    enum Broken {
        NO_BINARY("o such file", "1|127", "AGENT_EXITED.*it never ran, CannotStartContainerError: .*o such file"),
        CRASHES("", "139", "AGENT_EXITED.*exit code 139"),
        EXEC_FORMAT_ERROR("[Ee]xec format error", "1|126", "AGENT_EXITED.*(exit code|[Ee]xec format error)"),
        HANGS("never ends", "137", "AGENT_NOT_REPORTING.*never");

        private final String says;
        private final String exitCode;
        private final String issue;

        /// @param says a pattern that its log has
        /// @param exitCode a pattern, since versions of the runtime differ
        /// @param issue a pattern of why its task is not covered
        Broken(String says, String exitCode, String issue) {
            this.says = says;
            this.exitCode = exitCode;
            this.issue = issue;
        }

        private Image image(Path directory) throws IOException {
            Path file = directory.resolve("broken");
            Files.writeString(
                    file,
                    switch (this) {
                        case NO_BINARY -> "";
                        case CRASHES -> "#!/bin/sh\nkill -SEGV $$\n";
                        case EXEC_FORMAT_ERROR -> "\u007fELF\n";
                        case HANGS -> "#!/bin/sh\ntrap '' TERM\necho never ends\nwhile :; do sleep 1000; done\n";
                    });
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return this == NO_BINARY
                    ? Image.withoutAgent()
                    : Image.withoutAgent().program(file);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theAppDoesWhatItDidWhenTheImageIsBroken(Broken broken) throws Exception {
        EcsTask task = place.run(
                injected("EC2"), Map.of("busybox", Image.busybox(), Injection.IMAGE, broken.image(directory)));
        if (broken != Broken.HANGS) {
            await(() -> task.hasEnded(Injection.NAME));
        }
        coverage.tell(TaskDescription.of(task));
        await(() -> coverage.task(task.arn()).path("state").asText().equals("unhealthy"));
        assertThat(coverage.task(task.arn()).path("issues").toString()).containsPattern(broken.issue);

        Map<String, Ended> ended = finish(task);

        checkApps(ended, plain());
        assertThat(ended.get(Injection.NAME).output()).containsPattern(broken.says);
        assertThat("" + ended.get(Injection.NAME).exitCode()).matches(broken.exitCode);
    }

    private Stream<JsonNode> delivered() throws IOException {
        return Files.exists(events) ? Delivered.readWhole(events).lines().stream() : Stream.of();
    }

    /// What is asked again and again.
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(Condition condition) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            if (condition.holds()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("it did not come true");
    }
}
