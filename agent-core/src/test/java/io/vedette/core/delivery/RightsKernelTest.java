package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each thread of a running agent may do, by what the kernel says of it.
@Tag("kernel")
class RightsKernelTest {

    private static final long READING = (1L << 19) | (1L << 2);
    private static final long WATCHING = READING | (1L << 38) | (1L << 39);
    private static final long ADMIN = 1L << 21;

    /// Made before the agent's first line runs: they keep what the process was started with.
    private static final List<String> OF_THE_JVM = List.of(
            "java",
            "VM ",
            "GC ",
            "G1 ",
            "C1 ",
            "C2 ",
            "Reference",
            "Finalizer",
            "Signal",
            "Service",
            "Monitor",
            "Notification",
            "Common-Cleaner",
            "Attach",
            "Native Heap",
            "Sweeper");

    @TempDir
    private Path directory;

    private VedetteProcess agent;

    @AfterEach
    void kill() throws InterruptedException {
        agent.kill();
    }

    private void start(String... prefix) throws Exception {
        agent = VedetteProcess.startBy(
                List.of(prefix),
                directory.resolve("agent.log"),
                "run",
                "--endpoint=http://127.0.0.1:1",
                "--spool=" + directory.resolve("spool"),
                "--stop-timeout=0s");
        agent.awaitLog("ready tier=");
    }

    private record ThreadStatus(String name, long permitted, long effective, long bounding, int noNewPrivileges) {}

    private List<ThreadStatus> threads() throws IOException {
        List<ThreadStatus> threads = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + agent.pid() + "/task"))) {
            for (Path task : tasks) {
                try {
                    threads.add(status(task.resolve("status")));
                } catch (NoSuchFileException ended) {
                    // A thread that has ended has no rights.
                }
            }
        }
        return threads;
    }

    private static ThreadStatus status(Path file) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return new ThreadStatus(
                fields.getOrDefault("Name", ""),
                Long.parseUnsignedLong(fields.getOrDefault("CapPrm", ""), 16),
                Long.parseUnsignedLong(fields.getOrDefault("CapEff", ""), 16),
                Long.parseUnsignedLong(fields.getOrDefault("CapBnd", ""), 16),
                Integer.parseInt(fields.getOrDefault("NoNewPrivs", "")));
    }

    private void assertEachHasNoMoreThanItNeeds() throws IOException {
        List<ThreadStatus> threads = threads();
        Map<String, Long> wanted = Map.of(
                "vedette-drain", WATCHING,
                "vedette-digest", READING,
                "vedette-context", READING,
                "vedette-ship", 0L,
                "vedette-send", 0L);
        assertThat(threads).extracting(ThreadStatus::name).containsAll(wanted.keySet());
        for (ThreadStatus thread : threads) {
            if (OF_THE_JVM.stream().noneMatch(thread.name()::startsWith)) {
                long mask = wanted.getOrDefault(thread.name(), READING);
                assertThat(thread.permitted() & ~mask).as("%s", thread).isZero();
                assertThat(thread.effective()).as("%s", thread).isEqualTo(thread.permitted());
                assertThat(thread.noNewPrivileges()).as("%s", thread).isEqualTo(1);
            }
        }
    }

    private ThreadStatus thread(String name) throws IOException {
        return threads().stream()
                .filter(thread -> thread.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void asRootWithEverythingEachThreadKeepsOnlyWhatItNeeds() throws Exception {
        start();

        assertEachHasNoMoreThanItNeeds();
        assertThat(thread("vedette-drain").permitted()).isEqualTo(WATCHING);
        assertThat(thread("vedette-context").permitted()).isEqualTo(READING);
        assertThat(thread("vedette-send").bounding()).isZero();
        assertThat(agent.stop()).isZero();
    }

    @Test
    void withTheCapabilitiesOfAContainerItIsTheSame() throws Exception {
        start("setpriv", "--bounding-set=-all,+bpf,+perfmon,+sys_ptrace,+dac_read_search");

        assertEachHasNoMoreThanItNeeds();
        assertThat(thread("vedette-drain").permitted()).isEqualTo(WATCHING);
        assertThat(agent.log()).contains("The bounding set of capabilities stays as it is (EPERM)");
    }

    @Test
    void adminStaysWhereItStandsForOthers() throws Exception {
        start("setpriv", "--bounding-set=-all,+sys_admin");

        assertThat(thread("vedette-drain").permitted()).isEqualTo(ADMIN);
        assertThat(thread("vedette-context").permitted()).isZero();
        assertThat(thread("vedette-send").permitted()).isZero();
    }

    @Test
    void withoutAnyItStartsAndStops() throws Exception {
        start("setpriv", "--bounding-set=-all");

        assertThat(threads()).allMatch(thread -> thread.permitted() == 0);
        assertThat(agent.stop()).isZero();
    }

    @Test
    void allAreKeptOnRequest() throws Exception {
        agent = VedetteProcess.start(
                directory.resolve("agent.log"),
                "run",
                "--endpoint=http://127.0.0.1:1",
                "--spool=" + directory.resolve("spool"),
                "--keep-rights");
        agent.awaitLog("ready tier=");

        assertThat(thread("vedette-send").permitted())
                .isEqualTo(status(Path.of("/proc/self/status")).permitted());
    }
}
