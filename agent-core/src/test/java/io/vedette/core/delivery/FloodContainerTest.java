package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.CProgram;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One container does things with files as fast as it can, another one starts processes: the flood costs the other
/// one nothing, and whatever is lost is counted.
@Tag("container")
class FloodContainerTest {

    private static final int CANARIES = 1000;

    /// More than the agent needs to look away; the rest of the stop needs no flood.
    private static final long FLOOD_MS = 2000;

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
    void everyProcessOfTheNeighbourArrives() throws Exception {
        try (Rig rig = Rig.start(directory, "--cpu-budget", "0")) {
            floodWhileCanariesRun();

            rig.stopAgent();
            Delivered all = rig.stopEndpoint();
            assertThat(canaries(all)).hasSize(CANARIES).doesNotHaveDuplicates();
            Books.check(all, task.containerId("canary"));
            assertTheFloodIsCounted(all);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"64KiB", "1MiB"})
    void whateverIsLostIsCountedWithRingsOf(String size) throws Exception {
        try (Rig rig = Rig.start(directory, "--kernel-ring", size, "--container-ring", "256KiB", "--cpu-budget", "0")) {
            floodWhileCanariesRun();

            rig.stopAgent();
            Delivered all = rig.stopEndpoint();
            Books.checkLaw(all);
            assertTheFloodIsCounted(all);
        }
    }

    @Test
    void anAgentThatStopsAmidAFloodLeavesNothingThatItSawUntold() throws Exception {
        try (Rig rig = Rig.start(directory, "--cpu-budget", "0")) {
            flood();
            rig.awaitDelivered(1000);

            rig.tellAgentToStop();
            Thread.sleep(FLOOD_MS);
            task.signal("flood", "TERM");
            assertThat(task.await("flood")).as(task.log("flood")).isZero();
            assertThat(rig.awaitAgentEnd()).isZero();
            Books.checkLaw(rig.stopEndpoint());
        }
    }

    private void flood() throws Exception {
        task.launch(
                ContainerSpec.of("flood", "/bin/flood", "/tmp", "/out/flood").bind(out, "/out"));
    }

    private void floodWhileCanariesRun() throws Exception {
        flood();
        task.launch(ContainerSpec.of("canary", "/bin/spawn", "" + CANARIES, "canary", "/out/canary")
                .bind(out, "/out"));
        assertThat(task.await("canary")).isZero();
        task.signal("flood", "TERM");
        assertThat(task.await("flood")).as(task.log("flood")).isZero();
    }

    private List<String> canaries(Delivered all) {
        return all.of("exec", task.containerId("canary")).stream()
                .map(line -> Delivered.args(line.path("process")))
                .filter(args -> args.size() > 2 && args.get(2).startsWith("canary-"))
                .map(args -> args.get(2))
                .toList();
    }

    /// Whatever became of them, the hooks saw all that the flood did.
    private void assertTheFloodIsCounted(Delivered all) throws Exception {
        String id = task.containerId("flood");
        List<Long> done =
                IntStream.range(0, 2).mapToObj(column -> number(column)).toList();
        assertThat(all.account("open", id).path("seen").asLong()).isGreaterThanOrEqualTo(done.get(0));
        assertThat(all.account("write", id).path("seen").asLong()).isGreaterThanOrEqualTo(done.get(1));
        assertThat(all.account("close_write", id).path("seen").asLong()).isGreaterThanOrEqualTo(done.get(1));
        assertThat(all.account("unlink", id).path("seen").asLong()).isGreaterThanOrEqualTo(done.get(1));
    }

    private long number(int column) {
        try {
            return Long.parseLong(Files.readString(out.resolve("flood")).strip().split(" ", -1)[column]);
        } catch (java.io.IOException missing) {
            throw new AssertionError("the flood left no counts", missing);
        }
    }
}
