package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import io.vedette.core.limits.Shedding;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the hooks leave out while the agent has to save CPU.
@Tag("kernel")
class SheddingKernelTest {

    private static final int FILES = 2000;

    @TempDir
    Path directory;

    private Launcher launcher;
    private Watcher watcher;

    @BeforeEach
    void start() {
        launcher = Launcher.start();
        watcher = Watcher.attach();
    }

    @AfterEach
    void close() {
        watcher.close();
        launcher.close();
    }

    /// Writes each file once, so that nothing is told together.
    private void writeFiles() throws IOException {
        launcher.run("""
                import os
                for n in range(%d):
                    f = os.open('%s/f%%d' %% n, os.O_CREAT | os.O_WRONLY)
                    os.write(f, b'x'); os.write(f, b'y'); os.close(f)
                """.formatted(FILES, directory.toRealPath()));
    }

    private record Sums(long seen, long told, long sampled, long otherwise) {}

    /// Of all cgroups.
    private Sums sums(int wanted) {
        watcher.drain();
        long[] sums = new long[3];
        watcher.sensor().readCounts((cgroupId, kind, count) -> {
            if (kind == wanted) {
                sums[0] += count.seen;
                sums[1] += count.sampled;
                sums[2] += count.lost + count.limited + count.noState;
            }
        });
        long told = watcher.all(record -> record.kind() == wanted).stream()
                .mapToLong(record -> record.header().count())
                .sum();
        return new Sums(sums[0], told, sums[1], sums[2]);
    }

    private void assertConserved() {
        watcher.sensor().detach();
        for (int kind = Kinds.FIRST_EVENT; kind < 256; kind++) {
            Sums sums = sums(kind);
            assertThat(sums.told() + sums.sampled() + sums.otherwise())
                    .as("kind %d: %s", kind, sums)
                    .isEqualTo(sums.seen());
        }
    }

    @Test
    void whatIsLeftOutOfAFloodIsCountedByKind() throws IOException {
        watcher.sensor().shed(Shedding.at(Shedding.MAX_LEVEL));

        writeFiles();

        assertConserved();
        Sums writes = sums(Kinds.WRITE);
        Sums closes = sums(Kinds.CLOSE_WRITE);
        assertThat(writes.seen()).isGreaterThanOrEqualTo(FILES);
        assertThat(writes.sampled()).isGreaterThan(FILES / 2);
        assertThat(writes.told()).isPositive();
        // A close whose first write was left out is left out with it. Others on this machine write too.
        assertThat(closes.seen()).isGreaterThanOrEqualTo(FILES);
        assertThat(closes.sampled()).isGreaterThan(FILES / 2);
    }

    @Test
    void processesAreToldWhateverFilesDo() throws IOException {
        watcher.sensor().shed(Shedding.at(Shedding.MAX_LEVEL));

        writeFiles();
        launcher.run("[spawn(b'/usr/bin/true', [b'true']) for i in range(100)]");
        watcher.drain();

        for (int kind : new int[] {Kinds.EXEC, Kinds.EXIT}) {
            assertThat(watcher.all(
                            record -> record.kind() == kind && record.header().parentTgid() == launcher.pid()))
                    .hasSize(100);
        }
        assertConserved();
    }

    @Test
    void whoeverKeepsToItsShareLosesNothing() throws IOException {
        watcher.sensor().shed(Shedding.at(5));

        launcher.run("""
                import os
                for n in range(200):
                    os.close(os.open('%s/f%%d' %% n, os.O_CREAT | os.O_WRONLY))
                """.formatted(directory.toRealPath()));
        watcher.drain();

        String prefix = directory.toRealPath() + "/f";
        assertThat(watcher.all(
                        record -> record.kind() == Kinds.OPEN && record.part(1).startsWith(prefix)))
                .hasSize(200);
        assertConserved();
    }

    @Test
    void allIsToldAgainAfterwards() throws IOException {
        watcher.sensor().shed(Shedding.at(Shedding.MAX_LEVEL));
        watcher.sensor().shed(Shedding.NONE);

        writeFiles();

        Sums writes = sums(Kinds.WRITE);
        assertThat(writes.sampled()).isZero();
        assertThat(writes.told()).isGreaterThanOrEqualTo(FILES);
        assertConserved();
    }

    @Test
    void filesHaveAShareEvenWhileTheirRingIsEmpty() throws IOException {
        watcher.sensor().shed(Shedding.at(2));
        launcher.run("""
                import os
                for n in range(20000):
                    os.close(os.open('%s/f', os.O_CREAT | os.O_RDWR))
                """.formatted(directory.toRealPath()));

        watcher.sensor().detach();
        Sums opens = sums(Kinds.OPEN);
        assertThat(opens.sampled()).isZero();
        assertThat(opens.otherwise()).isPositive();
        assertConserved();
    }
}
