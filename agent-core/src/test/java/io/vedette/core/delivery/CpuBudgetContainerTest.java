package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.CProgram;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One container floods with files, and the agent may use next to no CPU: it tells less of the flood, counts that, and
/// the processes of another container all arrive.
@Tag("container")
class CpuBudgetContainerTest {

    /// Within what each container may tell in one second at the highest level.
    private static final int CANARIES = 400;

    @TempDir
    private Path directory;

    private CrunTask task;
    private Path out;

    @BeforeEach
    void start() throws Exception {
        out = Files.createDirectory(directory.resolve("out"));
        task = CrunTask.builder(directory)
                .file("/bin/spawn", CProgram.compile("spawn", directory))
                .file("/bin/flood", CProgram.compile("flood", directory))
                .start();
    }

    @AfterEach
    void end() throws Exception {
        task.close();
    }

    @Test
    void aFloodIsToldInPartAndItsNeighboursProcessesAllArrive() throws Exception {
        try (Rig rig = Rig.start(directory, "--cpu-budget", "1")) {
            task.launch(ContainerSpec.of("flood", "/bin/flood", "/tmp", "/out/flood")
                    .bind(out, "/out"));
            rig.awaitLog("uses [0-9.]+ CPUs, more than its budget of 0[.]0[0-9]+: tells less");
            rig.awaitHealth(".*\"shedding_level\":([6-9]|1[0-2]),.*");
            assertThat(task.run(ContainerSpec.of("canary", "/bin/spawn", "" + CANARIES, "canary", "/out/canary")
                            .bind(out, "/out")))
                    .isZero();
            task.signal("flood", "TERM");
            assertThat(task.await("flood")).as(task.log("flood")).isZero();

            rig.stopAgent();
            Delivered all = rig.stopEndpoint();
            Books.checkLaw(all);
            assertThat(canaries(all)).hasSize(CANARIES).doesNotHaveDuplicates();
            assertThat(sampled(all, "flood")).contains("open", "write", "close_write");
            assertThat(sampled(all, "canary")).doesNotContain("exec", "fork", "exit");
            assertThat(all.of("health"))
                    .anyMatch(
                            line -> line.path("issues").toString().contains("less is told to keep to the CPU budget"));
        }
    }

    private List<String> sampled(Delivered all, String container) {
        return all.of("loss", task.containerId(container)).stream()
                .filter(line -> line.path("reason").asText().equals("sampled"))
                .map(line -> line.path("event").asText())
                .distinct()
                .toList();
    }

    private List<String> canaries(Delivered all) {
        return all.of("exec", task.containerId("canary")).stream()
                .map(line -> Delivered.args(line.path("process")))
                .filter(args -> args.size() > 2 && args.get(2).startsWith("canary-"))
                .map(args -> args.get(2))
                .toList();
    }
}
