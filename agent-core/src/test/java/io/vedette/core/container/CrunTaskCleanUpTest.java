package io.vedette.core.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Looks at all cgroups of the machine: no other test may run beside it.
@Tag("container")
class CrunTaskCleanUpTest {

    @TempDir
    private Path directory;

    @Test
    void removesEverythingOnClose() throws Exception {
        CrunTask task = CrunTask.builder(directory)
                .container("app", "/bin/sh", "-c", "while :; do sleep 1000 & sleep 0.001; done")
                .start();
        long pause = task.pid(CrunTask.PAUSE);
        long app = task.pid("app");

        task.close();

        assertThat(ProcessHandle.of(pause)).isEmpty();
        assertThat(ProcessHandle.of(app)).isEmpty();
        assertThat(cgroupDirectories()).noneMatch(path -> path.endsWith(task.taskId()));
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(task.taskId());
        assertThat(directory.resolve(task.taskId()).resolve("state")).isEmptyDirectory();
    }

    @Test
    void removesEverythingWhenAContainerCannotStart() throws Exception {
        List<Path> before = cgroupDirectories();

        assertThatThrownBy(() -> CrunTask.builder(directory)
                        .container("app", "/no/such/file")
                        .start())
                .hasMessageContaining("/no/such/file");

        assertThat(cgroupDirectories()).isEqualTo(before);
    }

    private static List<Path> cgroupDirectories() throws IOException {
        try (var paths = Files.find(
                Path.of("/sys/fs/cgroup"), 4, (path, facts) -> path.toString().contains("/ecs"))) {
            return paths.sorted().toList();
        }
    }
}
