package io.vedette.core.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a process takes at one moment.
///
/// @param residentBytes of memory
/// @param threads of it
/// @param descriptors it has open
record AgentSize(long residentBytes, int threads, int descriptors) {

    static AgentSize of(long pid) throws IOException {
        Path process = Path.of("/proc", "" + pid);
        long resident = 0;
        int threads = 0;
        for (String line : Files.readAllLines(process.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                resident = Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            } else if (line.startsWith("Threads:")) {
                threads = Integer.parseInt(line.replaceAll("[^0-9]", ""));
            }
        }
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return new AgentSize(resident, threads, (int) descriptors.count());
        }
    }
}
