package io.vedette.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.CProgram;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import io.vedette.core.delivery.VedetteProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every case of the program `scenario` in a container on this machine. With `-Dscenario=exec_args` only that one,
/// and then the test of the kinds fails.
@Tag("container")
@Timeout(120)
class ScenarioContainerTest {

    /// Beside those of ECS, what the cases need that try what containers should not have.
    private static final String[] CAPABILITIES = {
        "CAP_SYS_ADMIN",
        "CAP_SYS_PTRACE",
        "CAP_SYS_CHROOT",
        "CAP_SYS_MODULE",
        "CAP_MKNOD",
        "CAP_SETPCAP",
        "CAP_SETFCAP",
        "CAP_NET_ADMIN",
        "CAP_NET_RAW",
        "CAP_NET_BIND_SERVICE",
        "CAP_BPF",
        "CAP_PERFMON",
        "CAP_DAC_READ_SEARCH",
        "CAP_IPC_LOCK"
    };

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> everyCaseArrivesAsItHappened() throws Exception {
        Path out = Files.createDirectory(directory.resolve("out"));
        Path delivered = directory.resolve("delivered.jsonl");
        try (CrunTask task = CrunTask.builder(directory)
                .file("/bin/scenario", CProgram.compile("scenario", directory))
                .start()) {
            VedetteProcess endpoint = VedetteProcess.start(
                    directory.resolve("endpoint.log"), "endpoint", "--listen=127.0.0.1:0", "--out=" + delivered);
            String port = endpoint.awaitLog("listening on 127.0.0.1:([0-9]+)").group(1);
            VedetteProcess agent = VedetteProcess.start(
                    directory.resolve("agent.log"),
                    "run",
                    "--cpu-budget",
                    "0",
                    "--endpoint=http://127.0.0.1:" + port,
                    "--spool=" + directory.resolve("spool"),
                    "--stop-timeout=60s");
            try {
                agent.awaitLog("ready tier=ebpf ");
                awaitFirstEvent(task, delivered);

                int code = task.run(ContainerSpec.of("app", "/bin/scenario", "/out/expected", "/work", cases())
                        .addCapabilities(CAPABILITIES)
                        .bind(out, "/out"));

                assertThat(code).as(task.log("app")).isZero();
                assertThat(agent.stop()).as(agent.log()).isZero();
                assertThat(endpoint.stop()).as(endpoint.log()).isZero();
                return ScenarioSuite.tests("this kernel", out.resolve("expected"), delivered, task.containerId("app"));
            } finally {
                agent.kill();
                endpoint.kill();
            }
        }
    }

    /// Events come after what already ran was read. What starts before that can be known from procfs only.
    private static void awaitFirstEvent(CrunTask task, Path delivered) throws Exception {
        task.run("first", "/bin/true");
        String id = task.containerId("first");
        while (!Files.readString(delivered).contains(id)) {
            Thread.sleep(20);
        }
    }

    private static String cases() {
        return System.getProperty("scenario", "all");
    }
}
