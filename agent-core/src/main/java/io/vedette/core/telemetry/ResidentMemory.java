package io.vedette.core.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory this process has resident, from `/proc/self/status`.
public record ResidentMemory(Path procRoot) {

    /// @return bytes, 0 when it can't be read
    public long bytes() {
        try {
            for (String line : Files.readAllLines(procRoot.resolve("self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException | NumberFormatException unreadable) {
            return 0;
        }
        return 0;
    }
}
