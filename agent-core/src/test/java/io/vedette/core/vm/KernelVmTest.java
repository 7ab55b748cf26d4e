package io.vedette.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vedette.core.container.CProgram;
import io.vedette.core.scenario.ScenarioSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The agent as it is shipped on other kernels: every case of the program `scenario`, the books, and what `doctor`
/// says. `./dev test` gets the kernels (scripts/kernels.sh) and builds the agent.
@Tag("vm")
class KernelVmTest {

    private static final List<String> SERIES = List.of("6.1", "6.12");
    private static final Path BASE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
    private static final String TASK = "0123456789abcdef0123456789abcdef";

    /// Of QEMU with its machine's memory.
    private static final long MACHINE_BYTES = 2_500_000_000L;

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicContainer> everyCaseArrivesOnEachKernel() throws Exception {
        Path initrd = initrd();
        Map<String, VirtualMachine> machines = new LinkedHashMap<>();
        List<DynamicContainer> kernels = new ArrayList<>();
        try {
            for (String series : SERIES) {
                Path kernel = BASE.resolve("../.vedette/kernels/" + series + "/vmlinuz");
                if (!Files.exists(kernel)) {
                    kernels.add(dynamicContainer(
                            series, List.of(dynamicTest(series, () -> abort("no kernel " + series)))));
                    continue;
                }
                machines.put(series, VirtualMachine.boot(kernel, initrd, directory.resolve(series)));
                if (availableBytes() < MACHINE_BYTES) {
                    machines.get(series).await();
                }
            }
            for (Map.Entry<String, VirtualMachine> machine : machines.entrySet()) {
                kernels.add(tests(machine.getKey(), machine.getValue().await()));
            }
        } finally {
            machines.values().forEach(VirtualMachine::close);
        }
        return kernels.stream();
    }

    private static DynamicContainer tests(String series, Path out) throws IOException {
        String release = Files.readString(out.resolve("release")).trim();
        assertThat(release).startsWith(series + ".");
        String logs = Files.readString(out.resolve("agent.log")) + Files.readString(out.resolve("scenario.log"));
        assertThat(Files.readAllLines(out.resolve("code")))
                .as("exit codes of scenario, demo and doctor on %s: %s", release, logs)
                .containsExactly("0", "0", "0");
        DynamicTest doctor = dynamicTest("doctor", () -> Doctor.check(Files.readAllLines(out.resolve("doctor"))));
        Stream<? extends DynamicNode> cases =
                ScenarioSuite.tests(release, out.resolve("expected"), out.resolve("delivered"), TASK + "-1234567890");
        return dynamicContainer(release, Stream.concat(Stream.of(doctor), cases));
    }

    private Path initrd() throws IOException, InterruptedException {
        Path agent = BASE.resolve("target/vedette");
        assertThat(agent.resolve("bin/vedette")).as("./dev build makes it").exists();
        Path initrd = directory.resolve("initrd");
        Process maker = new ProcessBuilder(
                        "" + BASE.resolve("src/test/vm/initrd.sh"),
                        "" + initrd,
                        "" + agent,
                        "" + CProgram.compile("scenario", directory),
                        TASK)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("initrd.log").toFile())
                .start();
        assertThat(maker.waitFor())
                .as(Files.readString(directory.resolve("initrd.log")))
                .isZero();
        return initrd;
    }

    private static long availableBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
