package io.vedette.core.sensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What `/proc/PID/stat` says.
///
/// @param comm name of the main thread, one char a byte
/// @param flags the kernel's `PF_` bits
/// @param startTicks when the process started, in ticks of 10 ms since boot
public record ProcfsStat(
        String comm, char state, int parent, int processGroup, int session, long flags, long startTicks) {

    /// The kernel's USER_HZ is 100 on every architecture that this runs on.
    static final long NANOSECONDS_PER_TICK = 10_000_000L;

    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int PROCESS_GROUP = 2;
    private static final int SESSION = 3;
    private static final int FLAGS = 6;
    private static final int START_TICKS = 19;
    private static final long PF_KTHREAD = 0x200000;

    /// Reads it.
    ///
    /// @param directory of the process
    /// @return empty when there is no such process (any more)
    public static Optional<ProcfsStat> read(Path directory) {
        try {
            return parse(Files.readAllBytes(directory.resolve("stat")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /// The name stands in parentheses and may hold some itself, and spaces: it ends at the last one.
    static Optional<ProcfsStat> parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        String[] fields = text.substring(close + 1).strip().split(" ", -1);
        if (fields.length <= START_TICKS || fields[STATE].length() != 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcfsStat(
                    text.substring(open + 1, close),
                    fields[STATE].charAt(0),
                    Integer.parseInt(fields[PARENT]),
                    Integer.parseInt(fields[PROCESS_GROUP]),
                    Integer.parseInt(fields[SESSION]),
                    Long.parseLong(fields[FLAGS]),
                    Long.parseLong(fields[START_TICKS])));
        } catch (NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    public boolean isKernelThread() {
        return (flags & PF_KTHREAD) != 0;
    }

    public boolean isZombie() {
        return state == 'Z';
    }

    public long startBootTimeNs() {
        return startTicks * NANOSECONDS_PER_TICK;
    }
}
