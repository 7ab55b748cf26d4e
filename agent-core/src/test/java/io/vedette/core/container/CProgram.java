package io.vedette.core.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/// C programs of the test tree, compiled when a test needs them.
public final class CProgram {

    private CProgram() {}

    /// Compiles `src/test/c/NAME.c` to a static program, which runs on any root file system.
    ///
    /// @param directory where the program is put
    /// @return the program
    public static Path compile(String name, Path directory) throws IOException, InterruptedException {
        Path source = Path.of(System.getProperty("basedir", "."), "src/test/c", name + ".c");
        Path program = directory.resolve(name).toAbsolutePath();
        Process compiler = new ProcessBuilder(
                        "cc", "-O2", "-static", "-Wall", "-Wextra", "-Werror", "-o", "" + program, "" + source)
                .redirectErrorStream(true)
                .start();

        String output = new String(compiler.getInputStream().readAllBytes(), UTF_8);
        assertThat(compiler.waitFor()).as(output).isZero();
        return program;
    }
}
