package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.CProgram;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import io.vedette.core.time.BootEpoch;
import io.vedette.core.time.KernelClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way of an event, from a real exec in a real container to the endpoint's file, compared with what
/// the generator says that it did.
@Tag("container")
class DeliveryContainerTest {

    private static final int STORM = 5000;
    private static final int QUIET = 200;

    /// Longer than the longest wait between two tries to connect.
    private static final long OUTAGE_MS = 8_000;

    @TempDir
    private Path directory;

    private CrunTask task;
    private Path out;
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        out = Files.createDirectory(directory.resolve("out"));
        task = CrunTask.builder(directory)
                .file("/bin/spawn", CProgram.compile("spawn", directory))
                .start();
        // The books are to be exact however busy the machine is with other things.
        rig = Rig.start(directory, "--kernel-ring", "16MiB", "--container-ring", "16MiB", "--cpu-budget", "0");
    }

    @AfterEach
    void end() throws Exception {
        rig.close();
        task.close();
    }

    @Test
    void deliversEveryProcessOfAStormAndOfItsNeighbour() throws Exception {
        launch("storm", STORM, "--exit-codes", "--signal-every", "7", "--fail-every", "11");
        launch("quiet", QUIET, "--exit-codes", "--vfork");
        assertThat(task.await("storm")).isZero();
        assertThat(task.await("quiet")).isZero();

        rig.stopAgent();
        Delivered all = rig.stopEndpoint();
        assertComplete(all, "storm", STORM);
        assertComplete(all, "quiet", QUIET);
        assertNothingAttributedWrongly(all);
    }

    @Test
    void deliversEveryEventOnceAfterTheEndpointWasGone() throws Exception {
        launch("storm", STORM, "--exit-codes");
        rig.awaitDelivered(200);
        rig.killEndpoint();
        assertThat(task.await("storm")).isZero();
        launch("during", QUIET, "--exit-codes");
        assertThat(task.await("during")).isZero();
        Thread.sleep(OUTAGE_MS);
        rig.startEndpoint();

        rig.stopAgent();
        Delivered all = rig.stopEndpoint();
        assertComplete(all, "storm", STORM);
        assertComplete(all, "during", QUIET);
        assertNothingAttributedWrongly(all);
    }

    @Test
    void losesNothingThatWasAppendedWhenItIsKilledAndTellsTheGap() throws Exception {
        launch("storm", STORM, "--exit-codes");
        rig.awaitDelivered(200);
        rig.killAgent();
        rig.startAgent();
        assertThat(task.await("storm")).isZero();

        rig.stopAgent();
        assertOnlyTheGapIsMissing(rig.stopEndpoint());
    }

    @Test
    void tellsTheTimeBetweenAStopAndTheNextStartAsAGap() throws Exception {
        launch("storm", STORM, "--exit-codes");
        rig.awaitDelivered(200);
        rig.stopAgent();
        rig.startAgent();
        assertThat(task.await("storm")).isZero();

        rig.stopAgent();
        assertOnlyTheGapIsMissing(rig.stopEndpoint());
    }

    /// Every exec of the storm that was outside of the one gap arrived, and none twice.
    private void assertOnlyTheGapIsMissing(Delivered all) throws IOException {
        assertThat(all.of("gap")).hasSize(1);
        JsonNode gap = all.of("gap").getFirst();
        List<List<String>> execs = SpawnFacts.execs(all, task.containerId("storm"));
        assertThat(execs).as("counted twice").doesNotHaveDuplicates();
        Set<List<String>> arrived = new HashSet<>(execs);
        long bootEpochNs = new BootEpoch(new KernelClock()).measureNs();
        List<SpawnFacts.Fact> missing = new ArrayList<>();
        for (SpawnFacts.Fact fact : facts("storm").facts()) {
            boolean watched = fact.afterBootNs() + bootEpochNs < Delivered.epochNs(gap.path("from"))
                    || fact.beforeBootNs() + bootEpochNs > Delivered.epochNs(gap.path("to"));
            if (watched && !arrived.contains(fact.args())) {
                missing.add(fact);
            }
        }
        // A machine that is busy with other things may make the new agent drop some, which it then counts.
        assertThat(missing)
                .as("missing, neither in the gap %s nor counted", gap)
                .hasSizeLessThanOrEqualTo((int) all.lost("exec", task.containerId("storm")));
        assertNothingAttributedWrongly(all);
    }

    private void launch(String name, int count, String... options) throws IOException, InterruptedException {
        String[] args = Stream.concat(Stream.of("/bin/spawn", "" + count, name, "/out/" + name), Stream.of(options))
                .toArray(String[]::new);
        task.launch(ContainerSpec.of(name, args).bind(out, "/out"));
    }

    private SpawnFacts facts(String name) throws IOException {
        return SpawnFacts.read(out.resolve(name));
    }

    private void assertComplete(Delivered all, String name, int count) throws IOException {
        String id = task.containerId(name);
        SpawnFacts truth = facts(name);
        assertThat(truth.facts()).hasSize(count);
        for (String event : List.of("exec", "exec_failed", "fork", "exit")) {
            assertThat(all.lost(event, id))
                    .as("lost %s of %s: %s", event, name, all.of("loss", id))
                    .isZero();
        }
        assertThat(all.of("exec_failed", id).stream()
                        .map(line -> Delivered.args(line.path("exec_failed")))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(truth.argsOf(true));
        truth.checkDelivered(all, id);
    }

    /// Each process names its generator in its args, and the generator was in one container only.
    private void assertNothingAttributedWrongly(Delivered all) {
        for (JsonNode exec : all.of("exec")) {
            List<String> args = Delivered.args(exec.path("process"));
            if (args.size() > 2 && args.get(1).startsWith("--end=")) {
                String name = args.get(2).substring(0, args.get(2).lastIndexOf('-'));
                assertThat(exec.path("container").path("id").asText())
                        .as("%s", exec)
                        .isEqualTo(task.containerId(name));
            }
        }
    }
}
