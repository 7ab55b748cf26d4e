package io.vedette.core.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// C programs of the test tree, compiled when a test needs them.
public final class CProgram {

    private CProgram() {}

    /// Compiles `src/test/c/NAME.c`, or all of the folder `src/test/c/NAME`, to a static program, which runs on
    /// any root file system.
    ///
    /// @param directory where the program is put
    /// @return the program
    public static Path compile(String name, Path directory) throws IOException, InterruptedException {
        return compile(name, directory.resolve(name), "-static", "-pthread");
    }

    /// Compiles it to a library, for programs of this machine.
    public static Path compileLibrary(String name, Path directory) throws IOException, InterruptedException {
        return compile(name, directory.resolve(name + ".so"), "-shared", "-fPIC");
    }

    private static Path compile(String name, Path file, String... how) throws IOException, InterruptedException {
        Path program = file.toAbsolutePath();
        List<String> command = new ArrayList<>(List.of("cc", "-O2", "-D_GNU_SOURCE"));
        command.addAll(List.of(how));
        command.addAll(List.of("-Wall", "-Wextra", "-Werror", "-o", "" + program));
        command.addAll(sources(Path.of(System.getProperty("basedir", "."), "src/test/c"), name));
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();

        String output = new String(compiler.getInputStream().readAllBytes(), UTF_8);
        assertThat(compiler.waitFor()).as(output).isZero();
        return program;
    }

    private static List<String> sources(Path tree, String name) throws IOException {
        if (!Files.isDirectory(tree.resolve(name))) {
            return List.of("" + tree.resolve(name + ".c"));
        }
        try (Stream<Path> files = Files.list(tree.resolve(name))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".c"))
                    .sorted()
                    .toList();
        }
    }
}
