package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a definition comes from.
///
/// @param path `-` for the standard input
record DefinitionFile(Path path) {

    private static final Path STANDARD = Path.of("-");

    /// @throws ConfigException when it is a directory
    static DefinitionFile of(Path path) {
        if (!path.equals(STANDARD) && Files.isDirectory(path)) {
            throw new ConfigException(path + " is a directory: name a file in it");
        }
        return new DefinitionFile(path);
    }

    boolean isStandard() {
        return path.equals(STANDARD);
    }

    byte[] read() throws IOException {
        return isStandard() ? System.in.readAllBytes() : Files.readAllBytes(path);
    }

    /// For people.
    @Override
    public String toString() {
        return isStandard() ? "standard input" : path.toString();
    }
}
