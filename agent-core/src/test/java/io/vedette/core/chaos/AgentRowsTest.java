package io.vedette.core.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Something happens to the agent itself.
@Tag("chaos")
class AgentRowsTest {

    private static final int KILLED = 128 + 9;

    /// As the agent's exit codes have it.
    private static final int STUCK_CYCLE = 6;

    private static final String NO_TRACER = "there is none with eBPF";

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> agentSuffers() throws Exception {
        return Chaos.tests(
                "2 Agent",
                directory,
                on -> List.of(
                        on.row("killed -9")
                                .chosen()
                                .inject(scene -> scene.signalAgent("KILL"))
                                .watched(Watched.UNTIL_FAULT)
                                .gone(KILLED),
                        on.row("killed -9 and started again")
                                .chosen()
                                .inject(scene -> scene.signalAgent("KILL"))
                                .heal(AgentRowsTest::restart)
                                .watched(Watched.BUT_FOR_FAULT),
                        on.row("stopped (SIGSTOP), goes on")
                                .chosen()
                                .inject(scene -> scene.signalAgent("STOP"))
                                .heal(scene -> scene.signalAgent("CONT")),
                        on.row("stopped for good")
                                .inject(scene -> scene.signalAgent("STOP"))
                                .watched(Watched.UNTIL_FAULT)
                                .ending(new Ending.Deaf()),
                        on.row("frozen, goes on")
                                .chosen()
                                .inject(scene -> scene.freezeAgent(true))
                                .heal(scene -> scene.freezeAgent(false)),
                        on.row("frozen for good")
                                .inject(scene -> scene.freezeAgent(true))
                                .watched(Watched.UNTIL_FAULT)
                                .ending(new Ending.Deaf()),
                        on.row("one of its threads hangs for good")
                                .options("--strict", "--give-up-after=10s")
                                .inject(scene -> scene.own(HungThread.of(scene.agentPid(), "vedette-drain")))
                                .heal(AgentRowsTest::letGo)
                                .watched(Watched.UNTIL_FAULT)
                                .gone(STUCK_CYCLE),
                        on.row("killed for its memory")
                                .chosen()
                                .prepare(scene -> scene.cgroup("memory").set("memory.limit_in_bytes", 32 << 20))
                                .says("")
                                .watched(Watched.NEVER)
                                .gone(KILLED),
                        on.row("no file descriptors from the start")
                                .sidecar(spec -> spec.confined(all -> all.limit("RLIMIT_NOFILE", 40)))
                                .says("40 open files are too few")
                                .watched(Watched.NEVER)
                                .gone(1),
                        on.row("no more file descriptors").inject(scene -> scene.limitAgent("nofile", 1)),
                        seen(on.row("1 % of a CPU").prepare(scene -> scene.cgroup("cpu")))
                                .chosen()
                                .inject(scene -> scene.cgroup("cpu").set("cpu.cfs_quota_us", 1000))
                                .heal(scene -> scene.cgroup("cpu").set("cpu.cfs_quota_us", -1)),
                        on.row("its tracer is killed, then stopped")
                                .inject(scene -> scene.signalHelpers("vedette-tracer", "KILL"))
                                .heal(scene -> scene.signalHelpers("vedette-tracer", "STOP"))
                                .only(Watching.PTRACE, NO_TRACER),
                        on.row("its guard is killed")
                                .inject(scene -> scene.signalHelpers("vedette-guard", "KILL"))
                                .only(Watching.PTRACE, NO_TRACER)));
    }

    /// It ends for a thread that does not go on: the thread is let go when that is decided.
    private static void letGo(Scene scene) throws Exception {
        scene.awaitAgentSays("ends with 6: STUCK_CYCLE: vedette-drain made no progress");
        scene.owned(HungThread.class).close();
    }

    /// A tracer goes by what it sees of the quota.
    private static Row seen(Row row) {
        return row.watching() == Watching.EBPF
                ? row
                : row.prepare(SeenQuota::make).sidecar(SeenQuota::in);
    }

    private static void restart(Scene scene) throws Exception {
        scene.awaitAgentEnd();
        scene.beginAgent();
        scene.awaitAgentReady();
    }
}
