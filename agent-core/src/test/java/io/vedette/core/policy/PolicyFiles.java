package io.vedette.core.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Policies that tests read.
final class PolicyFiles {

    static final Path IN = Path.of("src/test/resources/io/vedette/core/policy");

    private PolicyFiles() {}

    /// Those that can't be used.
    static List<Path> bad() throws IOException {
        try (Stream<Path> files = Files.list(IN.resolve("bad"))) {
            return files.filter(file -> !file.toString().endsWith(".said"))
                    .sorted()
                    .toList();
        }
    }
}
