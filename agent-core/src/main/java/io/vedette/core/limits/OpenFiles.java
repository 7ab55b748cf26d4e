package io.vedette.core.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// How many files this process may have open, from `/proc/self/limits`.
///
/// @param procRoot where procfs is mounted
public record OpenFiles(Path procRoot) {

    private static final long ENOUGH = 256;

    /// @param problem takes a sentence when it is too few
    public void check(Consumer<String> problem) {
        try {
            for (String line : Files.readAllLines(procRoot.resolve("self/limits"))) {
                String[] parts = line.strip().split(" +", -1);
                if (line.startsWith("Max open files") && !parts[3].equals("unlimited")) {
                    check(Long.parseLong(parts[3]), problem);
                }
            }
        } catch (IOException | NumberFormatException unknown) {
            problem.accept("How many files may be open could not be read.");
        }
    }

    private static void check(long most, Consumer<String> problem) {
        if (most < ENOUGH) {
            problem.accept(
                    "At most " + most + " files may be open, and the agent needs some 200: raise the limit, else "
                            + "parts of it are missing.");
        }
    }
}
