package io.vedette.core.chaos;

import java.nio.file.Path;
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

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> agentSuffers() throws Exception {
        return Chaos.tests(
                "2 Agent",
                directory,
                Row.of("killed -9")
                        .inject(scene -> scene.signalAgent("KILL"))
                        .watched(Watched.UNTIL_FAULT)
                        .gone(KILLED),
                Row.of("killed -9 and started again")
                        .inject(scene -> scene.signalAgent("KILL"))
                        .heal(AgentRowsTest::restart)
                        .watched(Watched.BUT_FOR_FAULT),
                Row.of("stopped (SIGSTOP), goes on")
                        .inject(scene -> scene.signalAgent("STOP"))
                        .heal(scene -> scene.signalAgent("CONT")),
                Row.of("stopped for good")
                        .inject(scene -> scene.signalAgent("STOP"))
                        .watched(Watched.UNTIL_FAULT)
                        .ending(new Ending.Deaf()),
                Row.of("frozen, goes on")
                        .inject(scene -> scene.freezeAgent(true))
                        .heal(scene -> scene.freezeAgent(false)),
                Row.of("frozen for good")
                        .inject(scene -> scene.freezeAgent(true))
                        .watched(Watched.UNTIL_FAULT)
                        .ending(new Ending.Deaf()),
                Row.of("one of its threads hangs for good")
                        .options("--strict", "--give-up-after=10s")
                        .inject(scene -> scene.own(HungThread.of(scene.agentPid(), "vedette-drain")))
                        .heal(AgentRowsTest::letGo)
                        .watched(Watched.UNTIL_FAULT)
                        .gone(STUCK_CYCLE),
                Row.of("killed for its memory")
                        .prepare(scene -> scene.cgroup("memory").set("memory.limit_in_bytes", 32 << 20))
                        .says("")
                        .watched(Watched.NEVER)
                        .gone(KILLED),
                Row.of("no file descriptors from the start")
                        .sidecar(spec -> spec.confined(all -> all.limit("RLIMIT_NOFILE", 40)))
                        .says("40 open files are too few")
                        .watched(Watched.NEVER)
                        .gone(1),
                Row.of("no more file descriptors").inject(scene -> scene.limitAgent("nofile", 1)),
                Row.of("1 % of a CPU")
                        .prepare(scene -> scene.cgroup("cpu"))
                        .inject(scene -> scene.cgroup("cpu").set("cpu.cfs_quota_us", 1000))
                        .heal(scene -> scene.cgroup("cpu").set("cpu.cfs_quota_us", -1)));
    }

    /// It ends for a thread that does not go on: the thread is let go when that is decided.
    private static void letGo(Scene scene) throws Exception {
        scene.awaitAgentSays("ends with 6: STUCK_CYCLE: vedette-drain made no progress");
        scene.owned(HungThread.class).close();
    }

    private static void restart(Scene scene) throws Exception {
        scene.awaitAgentEnd();
        scene.beginAgent();
        scene.awaitAgentSays("ready tier=ebpf");
    }
}
