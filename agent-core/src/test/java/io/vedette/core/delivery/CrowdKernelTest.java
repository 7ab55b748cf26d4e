package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.CProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More containers within seconds than are told apart: the agent's memory is enough, and each event
/// arrives or is counted.
@Tag("kernel")
class CrowdKernelTest {

    private static final int COUNT = 2000;

    /// `--max-containers`, the host and the unknown ones among them.
    private static final int TOLD_APART = 512;

    private final String taskId = UUID.randomUUID().toString().replace("-", "");

    @TempDir
    private Path directory;

    private Path cgroups;

    @BeforeEach
    void makeTask() throws IOException {
        String root = Files.readAllLines(Path.of("/proc/mounts")).stream()
                .map(line -> line.split(" ", -1))
                .filter(mount -> mount[2].equals("cgroup2"))
                .findFirst()
                .orElseThrow()[1];
        cgroups = Files.createDirectories(Path.of(root, "ecs", taskId));
    }

    @AfterEach
    void removeTask() throws IOException {
        Files.delete(cgroups);
    }

    @Test
    void manyContainersWithinSecondsAreToldOrCounted() throws Exception {
        Path crowd = CProgram.compile("crowd", directory);
        try (Rig rig = Rig.start(directory, "--cpu-budget", "0", "--nice", "0")) {
            Process process = new ProcessBuilder("" + crowd, "" + cgroups, "" + COUNT, taskId)
                    .inheritIO()
                    .start();
            assertThat(process.waitFor()).isZero();

            rig.stopAgent();
            Delivered all = rig.stopEndpoint();
            Books.checkLaw(all);
            List<JsonNode> ends = all.of("exec").stream()
                    .filter(exec -> Delivered.args(exec.path("process")).contains("end"))
                    .filter(exec -> exec.toString().contains(taskId + "-"))
                    .toList();
            long lost = all.of("loss").stream()
                    .filter(loss -> loss.path("event").asText().equals("exec"))
                    .mapToLong(loss -> loss.path("count").asLong())
                    .sum();
            assertThat((long) ends.size()).isBetween(COUNT - lost, (long) COUNT);
            Map<Boolean, Long> known = ends.stream()
                    .collect(Collectors.partitioningBy(CrowdKernelTest::isInItsOwn, Collectors.counting()));
            // On a slow machine more: places of those that have gone are taken again.
            assertThat(known.get(true)).isGreaterThanOrEqualTo(TOLD_APART / 2L);
            assertThat(ends.stream().filter(exec -> !isInItsOwn(exec)))
                    .allMatch(exec -> Delivered.isIn(exec, "unknown"), "is in no other container");
        }
    }

    private static boolean isInItsOwn(JsonNode exec) {
        return Delivered.isIn(exec, Delivered.args(exec.path("process")).getLast());
    }
}
