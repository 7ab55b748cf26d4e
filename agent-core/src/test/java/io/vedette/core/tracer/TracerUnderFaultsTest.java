package io.vedette.core.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.CProgram;
import io.vedette.core.delivery.Books;
import io.vedette.core.delivery.Delivered;
import io.vedette.core.delivery.SpawnFacts;
import io.vedette.core.time.BootEpoch;
import io.vedette.core.time.KernelClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever becomes of the tracer and the agent amid a storm of processes, the app goes on; how long it had to wait
/// goes
/// into `target/tracer/stalls.md`.
@Tag("container")
class TracerUnderFaultsTest {

    private static final int STORM = 4000;
    /// So often a machine that others use holds the tracer up by itself. One that waits for the agent is held up at
    /// once
    /// when it comes back, until its guard pauses.
    private static final int FEW = 4;
    private static final String READY = "ready tier=ptrace";
    private static final Path REPORT = Path.of(System.getProperty("basedir", "."), "target", "tracer", "stalls.md");

    @TempDir
    private Path directory;

    private FargateTask task;

    @BeforeEach
    void start() throws Exception {
        task = FargateTask.start(
                directory,
                Map.of("/bin/spawn", CProgram.compile("spawn", directory)),
                READY,
                List.of("CAP_SYS_PTRACE"),
                "--kernel-ring",
                "16MiB",
                "--container-ring",
                "16MiB");
        task.task()
                .launch(task.app(
                        "storm",
                        "/bin/spawn",
                        "" + STORM,
                        "storm",
                        "/out/storm",
                        "--exit-codes",
                        "--after-ms",
                        FargateTask.FOUND_MS));
    }

    @AfterEach
    void end() throws Exception {
        task.close();
    }

    @Test
    void theTracerIsKilledAgainAndAgain() throws Exception {
        signal("vedette-tracer", "KILL");
        assertTheAppWentOn("tracer killed");
        assertOnlyGapsAreMissing(task.stopAgent(), "the tracer ended and was replaced");
    }

    @Test
    void theTracerIsStopped() throws Exception {
        signal("vedette-tracer", "STOP");
        assertTheAppWentOn("tracer stopped");
        assertOnlyGapsAreMissing(task.stopAgent(), "the tracer was held up and was replaced");
    }

    @Test
    void theGuardIsKilled() throws Exception {
        signal("vedette-guard", "KILL");
        assertTheAppWentOn("guard killed");
        assertOnlyGapsAreMissing(task.stopAgent(), "the tracer ended and was replaced");
    }

    @Test
    void theAgentIsStoppedForAWhile() throws Exception {
        send(task.agentPid(), "STOP");
        Thread.sleep(1500);
        send(task.agentPid(), "CONT");
        assertTheAppWentOn("agent stopped");
        Delivered all = task.stopAgent();
        assertThat(FargateTask.outages(all)).hasSizeLessThanOrEqualTo(FEW);
        assertOnlyGapsAreMissing(all, "");
    }

    @Test
    void theAgentCollectsGarbageAgainAndAgain() throws Exception {
        int collections = 0;
        while (collections < 2 || !task.task().hasEnded("storm")) {
            // The second stops its threads for longer: it walks through the whole heap.
            jcmd("GC.run", "Command executed successfully");
            jcmd("GC.class_histogram", "java.lang.String");
            collections++;
        }
        assertTheAppWentOn("agent collects garbage");
        Delivered all = task.stopAgent();
        assertThat(FargateTask.outages(all)).hasSizeLessThanOrEqualTo(FEW);
        assertOnlyGapsAreMissing(all, "");
        Books.check(all, task.task().containerId("storm"));
    }

    private void jcmd(String command, String answer) throws Exception {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        "" + task.agentPid(),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(said).isZero();
        assertThat(said).contains(answer);
    }

    @Test
    void theAgentIsKilled() throws Exception {
        send(task.agentPid(), "KILL");
        assertTheAppWentOn("agent killed");
        assertThat(task.pids("vedette-tracer")).isEmpty();
    }

    /// A few times while the storm is on, with time for a recovery in between.
    private void signal(String comm, String name) throws Exception {
        for (int i = 0; i < 3 && !task.task().hasEnded("storm"); i++) {
            for (long pid : task.pids(comm)) {
                send(pid, name);
            }
            Thread.sleep(400);
        }
    }

    private static void send(long pid, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, "" + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private SpawnFacts facts() throws IOException {
        return SpawnFacts.read(task.out().resolve("storm"));
    }

    private void assertTheAppWentOn(String fault) throws Exception {
        assertThat(task.task().await("storm")).as(task.task().log("storm")).isZero();
        List<SpawnFacts.Fact> facts = facts().facts();
        assertThat(facts).hasSize(STORM).allSatisfy(fact -> {
            assertThat(fact.code()).isEqualTo(fact.index() % 256);
            assertThat(fact.signal()).isZero();
        });
        long[] took = facts.stream()
                .mapToLong(fact -> fact.afterBootNs() - fact.beforeBootNs())
                .sorted()
                .toArray();
        Files.createDirectories(REPORT.getParent());
        Files.writeString(
                REPORT,
                "| %s | %.1f | %.1f | %.1f |%n"
                        .formatted(
                                fault,
                                took[took.length / 2] / 1e6,
                                took[took.length * 99 / 100] / 1e6,
                                took[took.length - 1] / 1e6),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private void assertOnlyGapsAreMissing(Delivered all, String cause) throws IOException {
        List<JsonNode> gaps = FargateTask.outages(all);
        if (!cause.isEmpty()) {
            assertThat(gaps)
                    .isNotEmpty()
                    .allSatisfy(gap -> assertThat(gap.toString()).contains(cause));
        }
        String id = task.task().containerId("storm");
        Set<List<String>> arrived = new HashSet<>();
        all.of("exec", id).forEach(line -> arrived.add(Delivered.args(line.path("process"))));
        long bootEpochNs = new BootEpoch(new KernelClock()).measureNs();
        List<SpawnFacts.Fact> missing = facts().facts().stream()
                .filter(fact -> !arrived.contains(fact.args()))
                .filter(fact -> gaps.stream().noneMatch(gap -> overlap(fact, gap, bootEpochNs)))
                .toList();
        assertThat(missing).as("missing outside of %s", gaps).isEmpty();
    }

    private static boolean overlap(SpawnFacts.Fact fact, JsonNode gap, long bootEpochNs) {
        return fact.afterBootNs() + bootEpochNs >= Delivered.epochNs(gap.path("from"))
                && fact.beforeBootNs() + bootEpochNs <= Delivered.epochNs(gap.path("to"));
    }
}
