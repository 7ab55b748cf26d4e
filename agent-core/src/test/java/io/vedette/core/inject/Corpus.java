package io.vedette.core.inject;

import io.vedette.core.inject.target.Sidecar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Definitions as people have them, and what they are with the sidecar.
final class Corpus {

    static final Path DEFINITIONS = Path.of("src/test/resources/io/vedette/core/inject/corpus");
    static final Path INJECTED = DEFINITIONS.resolveSibling("injected");

    static final Injector INJECTOR = new Injector(Optional.empty());
    static final Sidecar SIDECAR = sidecar("vedette", "registry.example.com/vedette:1.0", false);
    static final Sidecar NATIVE = sidecar("vedette", "registry.example.com/vedette:1.0", true);

    private Corpus() {}

    static Sidecar sidecar(String name, String image, boolean nativeInJobs) {
        Map<String, String> variables = new LinkedHashMap<>(Map.of("VEDETTE_COMPRESSION", "gzip"));
        return new Sidecar(name, image, "https://events.example.com", "64MiB", variables, nativeInJobs);
    }

    static List<Path> files() {
        try (Stream<Path> files = Files.list(DEFINITIONS)) {
            return files.sorted().toList();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    static byte[] bytes(String name) {
        return bytes(DEFINITIONS.resolve(name));
    }
}
