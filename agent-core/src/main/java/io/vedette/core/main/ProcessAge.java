package io.vedette.core.main;

import io.vedette.core.time.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// How long a process runs. Java's own answer counts from a boot time in whole seconds.
final class ProcessAge {

    private static final long TICK_NS = 10_000_000;
    private static final int START_TICKS = 19;

    private ProcessAge() {}

    /// @return to 10 ms; zero when procfs does not tell
    static Duration ofThisProcess(Path procRoot, Clock clock) {
        try {
            String stat = Files.readString(procRoot.resolve("self/stat"), StandardCharsets.ISO_8859_1);
            // See proc_pid_stat(5): the name before may have blanks in it, and the first one here is field 3.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Duration.ofNanos(clock.bootTimeNs() - Long.parseLong(fields[START_TICKS]) * TICK_NS);
        } catch (IOException | RuntimeException unreadable) {
            return Duration.ZERO;
        }
    }
}
