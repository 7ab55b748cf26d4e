package io.vedette.core.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory this process has resident, from `/proc/self/status`.
public record ResidentMemory(Path procRoot) {

    private static final String NAME = "\nVmRSS:";

    /// @return bytes, 0 when it can't be read
    public long bytes() {
        try {
            String status = Files.readString(procRoot.resolve("self/status"));
            int at = status.indexOf(NAME);
            int end = status.indexOf(" kB", at);
            return at < 0 || end < 0
                    ? 0
                    : Long.parseLong(status.substring(at + NAME.length(), end).strip()) * 1024;
        } catch (IOException | NumberFormatException unreadable) {
            return 0;
        }
    }
}
