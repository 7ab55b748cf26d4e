package io.vedette.core.sensor;

import static io.vedette.core.event.FileLayout.OPEN_WINDOW_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
class FileFloodKernelTest {

    private static final Path PROCFS = Path.of("/proc");
    private static final int PROCESSES = 4;
    private static final int THREADS = 2;
    private static final int OPENS = 3000;

    @TempDir
    Path directory;

    private Launcher launcher;

    @BeforeEach
    void start() {
        launcher = Launcher.start();
    }

    @AfterEach
    void close() {
        launcher.close();
    }

    /// Each thread opens [#OPENS] times, in turn one of the files.
    private void flood(String d, int files, String flags) {
        launcher.run("""
                import os, threading
                for n in range(%d):
                    os.close(os.open('%s/f%%d' %% n, os.O_CREAT | os.O_WRONLY))
                pids = []
                def loop():
                    for n in range(%d):
                        os.close(os.open('%s/f%%d' %% (n %% %d), %s))
                for i in range(%d):
                    pid = os.fork()
                    if pid == 0:
                        threads = [threading.Thread(target=loop) for i in range(%d)]
                        [t.start() for t in threads]
                        [t.join() for t in threads]
                        os._exit(0)
                    pids.append(pid)
                result = [os.waitpid(pid, 0) for pid in pids]
                """.formatted(files, d, OPENS, d, files, flags, PROCESSES, THREADS));
    }

    private record Sums(long seen, long lost, long limited, long received) {}

    /// Of opens in all cgroups; once no hook runs any more.
    private static Sums sums(Watcher watcher) {
        watcher.sensor().detach();
        watcher.drain();
        long[] sums = new long[3];
        watcher.sensor().readCounts((cgroupId, kind, count) -> {
            if (kind == Kinds.OPEN) {
                sums[0] += count.seen;
                sums[1] += count.lost + count.noState;
                sums[2] += count.limited;
            }
        });
        long received = watcher.all(record -> record.kind() == Kinds.OPEN).stream()
                .mapToLong(record -> record.header().count())
                .sum();
        return new Sums(sums[0], sums[1], sums[2], received);
    }

    @Test
    void repeatedOpensAreToldTogetherAndNoneIsMissing() throws IOException {
        String d = directory.toRealPath().toString();
        try (Watcher watcher = Watcher.attach()) {
            flood(d, 3, "os.O_RDONLY");

            Sums sums = sums(watcher);
            assertThat(sums.lost() + sums.limited()).isZero();
            assertThat(sums.received()).isEqualTo(sums.seen());
            List<CapturedRecord> told = watcher.all(record -> record.kind() == Kinds.OPEN
                    && record.part(1).startsWith(d + "/f")
                    && record.header().parentTgid() == launcher.pid());
            assertThat(told.stream()
                            .mapToLong(record -> record.header().count())
                            .sum())
                    .isEqualTo(PROCESSES * THREADS * OPENS);
            assertThat(told).hasSizeLessThan(PROCESSES * THREADS * OPENS / 2);
            assertThat(told)
                    .allMatch(record ->
                            record.header().count() > 1 || record.detail().i64(OPEN_WINDOW_NS) == 0);
            assertThat(told)
                    .anyMatch(record ->
                            record.header().count() > 100 && record.detail().i64(OPEN_WINDOW_NS) > 0);
        }
    }

    @Test
    void aWindowThatHasPassedIsToldWithoutAnotherOpen() throws IOException {
        String d = directory.toRealPath().toString();
        try (Watcher watcher = Watcher.attach(new EbpfConfig(EbpfConfig.MIN_RING_BYTES, PROCFS, 300_000_000, 0))) {
            launcher.run("import os\nf = '%s/f'\nos.close(os.open(f, os.O_CREAT | os.O_WRONLY))\n".formatted(d)
                    + "for i in range(3):\n    os.close(os.open(f, os.O_RDONLY))");

            CapturedRecord together = watcher.only(record -> record.kind() == Kinds.OPEN
                    && record.part(1).equals(d + "/f")
                    && record.header().count() > 1);
            assertThat(together.header().count()).isEqualTo(2);
            assertThat(together.detail().i64(OPEN_WINDOW_NS)).isPositive();
        }
    }

    @Test
    void withoutAWindowEachIsToldAlone() throws IOException {
        String d = directory.toRealPath().toString();
        try (Watcher watcher = Watcher.attach(new EbpfConfig(EbpfConfig.DEFAULT_RING_BYTES, PROCFS, 0, 0))) {
            launcher.run("import os\nfor i in range(50):\n    os.close(os.open('%s', os.O_RDONLY))".formatted(d));
            watcher.drain();

            assertThat(watcher.all(record ->
                            record.kind() == Kinds.OPEN && record.part(1).equals(d)))
                    .hasSize(50)
                    .allMatch(record -> record.header().count() == 1);
        }
    }

    @Test
    void aFullRingTakesOnlyTheShareOfACgroup() throws IOException {
        String d = directory.toRealPath().toString();
        try (Watcher watcher = Watcher.attach(new EbpfConfig(EbpfConfig.MIN_RING_BYTES, PROCFS, 0, 10))) {
            flood(d, 10, "os.O_RDWR");

            long waiting = watcher.sensor().waitingBytes();
            Sums sums = sums(watcher);
            assertThat(waiting).isPositive();
            assertThat(sums.received() + sums.lost() + sums.limited()).isEqualTo(sums.seen());
            assertThat(sums.limited()).isGreaterThan(PROCESSES * THREADS * OPENS / 2);
            assertThat(sums.lost()).isZero();
        }
    }
}
