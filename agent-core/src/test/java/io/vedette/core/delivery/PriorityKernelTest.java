package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a running agent stands back for others, by what the kernel says of its threads.
@Tag("kernel")
class PriorityKernelTest {

    private static final int SCHED_OTHER = 0;
    private static final int SCHED_BATCH = 3;

    @TempDir
    private Path directory;

    private VedetteProcess agent;

    private record Scheduling(int nice, int policy) {}

    @AfterEach
    void kill() throws InterruptedException {
        agent.kill();
    }

    @Test
    void everyThreadStandsBack() throws Exception {
        start("--nice=7");

        assertThat(threads()).hasSizeGreaterThan(10).containsOnly(new Scheduling(7, SCHED_BATCH));
        assertThat(Files.readString(Path.of("/proc/" + agent.pid() + "/oom_score_adj")))
                .isEqualTo("1000\n");
    }

    @Test
    void soDoesASessionOfItsOwn() throws Exception {
        start(List.of("setsid"), "--nice=7");

        assertThat(group()).endsWith(" nice 7\n");
    }

    @Test
    void aSessionOfOthersStaysAsItIs() throws Exception {
        String before = Files.readString(Path.of("/proc/self/autogroup"));

        start("--nice=7");

        assertThat(group()).isEqualTo(before);
    }

    @Test
    void whoWantsNoneHasNone() throws Exception {
        start(List.of("setsid"), "--nice=0");

        assertThat(threads()).containsOnly(new Scheduling(0, SCHED_OTHER));
        assertThat(group()).endsWith(" nice 0\n");
    }

    private void start(String nice) throws Exception {
        start(List.of(), nice);
    }

    private void start(List<String> starter, String nice) throws Exception {
        agent = VedetteProcess.startBy(
                starter,
                directory.resolve("agent.log"),
                "run",
                "--endpoint=http://127.0.0.1:1",
                "--spool=" + directory.resolve("spool"),
                "--stop-timeout=0s",
                nice);
        agent.awaitLog("ready tier=ebpf");
    }

    private String group() throws IOException {
        return Files.readString(Path.of("/proc/" + agent.pid() + "/autogroup"));
    }

    private List<Scheduling> threads() throws IOException {
        List<Scheduling> threads = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + agent.pid() + "/task"))) {
            for (Path task : tasks) {
                try {
                    String stat = Files.readString(task.resolve("stat"));
                    // The name before may have blanks in it. See proc_pid_stat(5): these are fields 19 and 41, and the
                    // first one here is field 3.
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    threads.add(new Scheduling(Integer.parseInt(fields[16]), Integer.parseInt(fields[38])));
                } catch (NoSuchFileException ended) {
                    // Nobody waits for a thread that has ended.
                }
            }
        }
        return threads;
    }
}
