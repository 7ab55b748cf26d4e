package io.vedette.core.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.CProgram;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.delivery.Books;
import io.vedette.core.delivery.Delivered;
import io.vedette.core.delivery.SpawnFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes of other containers seen by the tracer, where a task gives nothing more than SYS_PTRACE.
@Tag("container")
class TracerContainerTest {

    private static final int STORM = 5000;
    private static final int CONTAINERS = 20;

    @TempDir
    private Path directory;

    private FargateTask task;

    @BeforeEach
    void start() throws Exception {
        Path tracee = CProgram.compile("tracee", directory);
        task = FargateTask.start(
                directory,
                Map.of(
                        "/bin/spawn",
                        CProgram.compile("spawn", directory),
                        "/bin/tracee",
                        tracee,
                        "/bin/setuid",
                        tracee),
                "ready tier=ptrace",
                List.of("CAP_SYS_PTRACE"),
                "--kernel-ring",
                "16MiB",
                "--container-ring",
                "16MiB");
    }

    @AfterEach
    void end() throws Exception {
        task.close();
    }

    @Test
    void everyProcessOfAStormInAnotherContainerOfAnotherUserArrives() throws Exception {
        storm("storm", STORM, "--exit-codes", "--signal-every", "7");
        storm("quiet", 300, "--exit-codes", "--vfork");
        assertThat(task.task().await("storm")).isZero();
        assertThat(task.task().await("quiet")).isZero();

        Delivered all = task.stopAgent();
        assertComplete(all, "storm", STORM);
        assertComplete(all, "quiet", 300);
        assertThat(FargateTask.outages(all)).isEmpty();
    }

    @Test
    void whatATracerCouldSpoilIsAsIfNobodyTraced() throws Exception {
        Path copy = Path.of("/proc/" + task.task().mounterPid() + "/root" + directory.toAbsolutePath());
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path setuid :
                    files.filter(file -> file.endsWith("root/bin/setuid")).toList()) {
                Files.setPosixFilePermissions(setuid, PosixFilePermissions.fromString("rwxr-xr-x"));
                new ProcessBuilder("chmod", "4755", "" + setuid).start().waitFor();
            }
        }
        int code = task.task().run(task.app("app", "/bin/tracee", "/bin/setuid"));

        assertThat(code).as(task.task().log("app")).isZero();
        String id = task.task().containerId("app");
        Delivered all = task.stopAgent();
        assertThat(all.of("exec", id).stream().map(line -> Delivered.args(line.path("process"))))
                .contains(List.of("true", "from-a-thread"), List.of("/bin/setuid", "--euid"));
        Books.check(all, id);
    }

    @Test
    void containersUsersAndScriptsAreToldAsOnTheOtherTier() throws Exception {
        Files.writeString(task.out().resolve("script"), "#!/bin/sh\n/bin/true\n");
        Files.setPosixFilePermissions(task.out().resolve("script"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(task.task().run(task.app("app", "/bin/sh", "-c", "cd /out; sleep 0.2; ./script an-arg; exit 3")))
                .isEqualTo(3);

        String id = task.task().containerId("app");
        Delivered all = task.stopAgent();
        JsonNode script = all.of("exec", id).stream()
                .filter(line -> Delivered.args(line.path("process")).contains("an-arg"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not told: " + all.of("exec") + all.of("gap")));
        assertThat(Delivered.args(script.path("process"))).containsExactly("/bin/sh", "./script", "an-arg");
        assertThat(script.path("process").path("binary").asText()).isEqualTo("/bin/busybox");
        assertThat(script.path("process").path("cwd").asText()).isEqualTo("/out");
        assertThat(script.path("process").path("uid").asInt()).isEqualTo(1000);
        assertThat(script.path("process").path("script").asText()).isEqualTo("./script");
        assertThat(all.of("exit", id).stream()
                        .map(line -> line.path("exit").path("code").asInt()))
                .contains(3);
    }

    /// What starts a container is outside, and its first process may have made the next one before it is found.
    @Test
    void theFirstProcessesOfContainersArriveOrTheirTimeIsToldAsAGap() throws Exception {
        List<Instant> times = new ArrayList<>(List.of(Instant.now()));
        for (int i = 0; i < CONTAINERS; i++) {
            ContainerSpec first = task.app("first-" + i, "/bin/sh", "-c", "/bin/true at-once; /bin/true then");
            assertThat(task.task().run(first)).isZero();
            times.add(Instant.now());
        }

        Delivered all = task.stopAgent();
        int missing = 0;
        for (int i = 0; i < CONTAINERS; i++) {
            String id = task.task().containerId("first-" + i);
            if (!isTold(all, id, "at-once") || !isTold(all, id, "then")) {
                missing++;
                Instant from = times.get(i);
                Instant to = times.get(i + 1);
                assertThat(all.of("gap"))
                        .as("of container %d arrived %s", i, all.byContainer().get(id))
                        .anySatisfy(gap -> {
                            assertThat(Instant.parse(gap.path("from").asText())).isBefore(to);
                            assertThat(Instant.parse(gap.path("to").asText())).isAfter(from);
                        });
            }
        }
        assertThat(missing).as("not all told, in spite of looking often").isLessThan(CONTAINERS / 2);
    }

    /// One that was found amid its exit is told without its args.
    private static boolean isTold(Delivered all, String containerId, String arg) {
        return all.of("exec", containerId).stream().anyMatch(line -> {
            List<String> args = Delivered.args(line.path("process"));
            return args.isEmpty()
                    ? line.path("incomplete").toString().contains("\"args_unknown\"")
                    : args.equals(List.of("/bin/true", arg));
        });
    }

    private void storm(String name, int count, String... options) throws Exception {
        String[] args = Stream.concat(
                        Stream.of("/bin/spawn", "" + count, name, "/out/" + name, "--after-ms", FargateTask.FOUND_MS),
                        Stream.of(options))
                .toArray(String[]::new);
        task.task().launch(task.app(name, args));
    }

    private void assertComplete(Delivered all, String name, int count) throws Exception {
        SpawnFacts truth = SpawnFacts.read(task.out().resolve(name));
        assertThat(truth.facts()).hasSize(count);
        truth.checkDelivered(all, task.task().containerId(name));
    }
}
