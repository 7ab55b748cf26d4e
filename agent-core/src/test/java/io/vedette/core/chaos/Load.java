package io.vedette.core.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Asks the app from outside of all containers, in the task's network: see `load.c`. Used by one thread.
final class Load implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final Writer to;
    private final BufferedReader from;

    private Load(Process process, Path log) {
        this.process = process;
        this.log = log;
        to = process.outputWriter(StandardCharsets.US_ASCII);
        from = process.inputReader(StandardCharsets.US_ASCII);
    }

    static Load start(Path program, long pausePid, int port, Path log) throws IOException {
        Process process = new ProcessBuilder(
                        "setsid", "nsenter", "--net=/proc/" + pausePid + "/ns/net", "" + program, "load", "" + port)
                .redirectError(log.toFile())
                .start();
        return new Load(process, log);
    }

    /// Begins to look for the app, which may not be there yet.
    void beginFirst() throws IOException {
        say("first");
    }

    /// @return when a first request was answered, as [System#nanoTime] counts
    long awaitFirst() throws IOException {
        return Long.parseLong(answer("first ").getFirst());
    }

    void begin(Phase phase, int requests, int perSecond) throws IOException {
        say("run " + phase.letter() + " " + requests + " " + perSecond);
    }

    /// Waits until all requests are answered.
    Answers await() throws IOException {
        List<String> words = answer("ran ");
        List<Long> latencies = words.stream().skip(1).map(Long::parseLong).toList();
        return new Answers(Integer.parseInt(words.getFirst()), latencies);
    }

    /// Has the app end.
    void end() throws IOException {
        say("end");
        answer("end");
    }

    private void say(String command) throws IOException {
        to.write(command + "\n");
        to.flush();
    }

    private List<String> answer(String start) throws IOException {
        String line = from.readLine();
        if (line == null || !line.startsWith(start)) {
            throw new AssertionError("the app did not answer: " + line + " " + Files.readString(log));
        }
        return Arrays.asList(line.substring(start.length()).split(" ", -1));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /// @param failed of them
    /// @param latenciesNs of each request, from when it was due
    record Answers(int failed, List<Long> latenciesNs) {}
}
