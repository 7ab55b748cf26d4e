package io.vedette.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A tool that watches this machine and writes lines, until it is interrupted.
record Observer(Process process, Path out, Path log) implements AutoCloseable {

    /// Tools that attach to system calls look there for them. Not every machine has it mounted.
    private static final String WITH_TRACEFS =
            "test -e /sys/kernel/tracing/events || mount -t tracefs tracefs /sys/kernel/tracing; exec \"$@\"";

    static boolean isInstalled(String tool) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + tool + " >/dev/null")
                        .start()
                        .waitFor()
                == 0;
    }

    static Observer start(Path directory, String... command) throws IOException {
        Path out = directory.resolve(command[0] + ".out");
        Path log = directory.resolve(command[0] + ".log");
        List<String> all = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", WITH_TRACEFS, "sh", "stdbuf", "-oL"));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all)
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        return new Observer(process, out, log);
    }

    /// Makes events until it has written one, beside its header.
    void awaitLine() throws IOException, InterruptedException {
        while (Files.readAllLines(out).size() < 2) {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            new ProcessBuilder("true").start().waitFor();
            Thread.sleep(100);
        }
    }

    void awaitLog(String text) throws IOException, InterruptedException {
        while (!Files.readString(log).contains(text)) {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            Thread.sleep(100);
        }
    }

    List<String> stop() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not stop: " + process.info());
        }
        return Files.readAllLines(out);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
