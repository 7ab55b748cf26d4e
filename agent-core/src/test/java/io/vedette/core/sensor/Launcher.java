package io.vedette.core.sensor;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// A process that runs Python for a test. Start it before the sensor attaches: children of the test itself
/// are left out.
final class Launcher implements AutoCloseable {

    private static final Path SCRIPT = Path.of("src/test/python/launcher.py");

    private final Process process;
    private final BufferedWriter to;
    private final BufferedReader from;

    private Launcher(Process process) {
        this.process = process;
        this.to = process.outputWriter(StandardCharsets.US_ASCII);
        this.from = process.inputReader(StandardCharsets.US_ASCII);
    }

    static Launcher start() {
        return start(List.of());
    }

    /// @param prefix of the command line, such as another program that starts it
    static Launcher start(List<String> prefix) {
        List<String> command = Stream.concat(
                        prefix.stream(),
                        Stream.of("python3", "-B", SCRIPT.toAbsolutePath().toString()))
                .toList();
        try {
            Launcher launcher = new Launcher(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
            launcher.run("result = 'ready'");
            return launcher;
        } catch (IOException e) {
            throw new UncheckedIOException("these tests need python3", e);
        }
    }

    int pid() {
        return (int) process.pid();
    }

    /// Runs statements; answers the `repr` of what they left in `result`.
    String run(String python) {
        HexFormat hex = HexFormat.of();
        try {
            to.write(hex.formatHex(python.getBytes(StandardCharsets.UTF_8)));
            to.newLine();
            to.flush();
            String answer = from.readLine();
            if (answer == null) {
                throw new IllegalStateException("the launcher ended; see its error output");
            }
            return new String(hex.parseHex(answer), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs statements whose `result` is a pid and a wait status.
    Ended runToEnd(String python) {
        String[] numbers = run(python).replaceAll("[() ]", "").split(",", -1);
        return new Ended(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }

    record Ended(int pid, int status) {}

    @Override
    public void close() {
        try {
            to.close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
