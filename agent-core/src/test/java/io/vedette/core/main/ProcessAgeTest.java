package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.pipeline.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessAgeTest {

    @TempDir
    private Path procRoot;

    private final ManualClock clock = new ManualClock();

    @Test
    void isCountedFromTheProcessOwnStart() throws IOException {
        long ticks = clock.bootTimeNs() / 10_000_000 - 31;
        write("7 (a) b) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 " + ticks + " 0 0");

        assertThat(ProcessAge.ofThisProcess(procRoot, clock)).isEqualTo(Duration.ofMillis(310));
    }

    @Test
    void isZeroWhereItCannotBeRead() throws IOException {
        assertThat(ProcessAge.ofThisProcess(procRoot, clock)).isZero();

        write("7 (vedette) S 1");

        assertThat(ProcessAge.ofThisProcess(procRoot, clock)).isZero();
    }

    private void write(String stat) throws IOException {
        Files.createDirectories(procRoot.resolve("self"));
        Files.writeString(procRoot.resolve("self/stat"), stat + "\n");
    }
}
