package io.vedette.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `load.c`, built, and a directory of its own in which it works.
///
/// @param program the executable
/// @param directory which has the source too, for whoever compiles it
record LoadProgram(Path program, Path directory) {

    /// What a run took.
    ///
    /// @param operations how many
    /// @param wallNs for all of them
    /// @param cpuNs of the load itself and its children
    record Result(long operations, long wallNs, long cpuNs) {

        double wallNsEach() {
            return (double) wallNs / operations;
        }

        double cpuNsEach() {
            return (double) cpuNs / operations;
        }

        double perSecond() {
            return operations * 1e9 / wallNs;
        }
    }

    static LoadProgram build(Path source, Path directory) throws IOException, InterruptedException {
        Path program = directory.resolve("load");
        Files.copy(source, directory.resolve("load.c"));
        run(List.of("gcc", "-O2", "-pthread", "-o", program.toString(), "load.c"), directory);
        return new LoadProgram(program, directory);
    }

    /// Flat out.
    Result run(Load load, long operations, List<String> wrapper) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(load.command(program.toString(), operations, 0));
        return parse(run(command, directory));
    }

    /// @param rate operations a second
    Result run(Load load, long operations, long rate) throws IOException, InterruptedException {
        return parse(run(load.command(program.toString(), operations, rate), directory));
    }

    /// Beside others; the caller ends it.
    Process start(Load load, long operations, long rate) throws IOException {
        return new ProcessBuilder(load.command(program.toString(), operations, rate))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Result parse(String line) throws IOException {
        String[] numbers = line.strip().split(" ", -1);
        if (numbers.length != 4) {
            throw new IOException("the load said: " + line);
        }
        return new Result(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    private static String run(List<String> command, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("load.err").toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ": "
                    + Files.readString(directory.resolve("load.err")).strip());
        }
        return said;
    }
}
