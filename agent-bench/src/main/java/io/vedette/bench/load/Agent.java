package io.vedette.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A running agent of the built folder, with a spool of its own, and the endpoint that it delivers to.
final class Agent implements Watcher.Watching {

    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final SinkProcess sink;
    private final String event;
    private final Path log;

    private Agent(Process process, SinkProcess sink, String event, Path log) {
        this.process = process;
        this.sink = sink;
        this.event = event;
        this.log = log;
    }

    /// Starts it, and comes back when it is ready.
    ///
    /// @param home of the built agent
    /// @param directory where its spool and its log are made
    /// @param sink is closed with the agent
    /// @param event the kind that [#captured()] counts
    static Agent start(Path home, Path directory, SinkProcess sink, String event, List<String> options)
            throws IOException, InterruptedException {
        Agent agent = launch(home, directory, sink, event, options);
        long endNs = System.nanoTime() + START_SECONDS * 1_000_000_000;
        while (!agent.log().contains("ready tier=")) {
            if (!agent.process.isAlive() || System.nanoTime() > endNs) {
                throw new IOException("the agent is not ready: " + agent.log());
            }
            Thread.sleep(20);
        }
        return agent;
    }

    /// Starts it, and comes back at once.
    static Agent launch(Path home, Path directory, SinkProcess sink, String event, List<String> options)
            throws IOException {
        Path log = directory.resolve("agent.log");
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/vedette").toString(), "run"));
        command.add("--spool=" + Files.createTempDirectory(directory, "spool"));
        command.add("--status-file=" + directory.resolve("status"));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Agent(process, sink, event, log);
    }

    SinkProcess sink() {
        return sink;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public Footprint footprint() throws IOException {
        return Footprint.of(process.pid());
    }

    @Override
    public long captured() throws IOException, InterruptedException {
        return sink.awaitQuiet().received(event);
    }

    @Override
    public long saidLost() throws IOException {
        return sink.report().lost(event);
    }

    @Override
    public void close() throws IOException {
        try (sink) {
            end();
        }
    }

    /// Ends it, and leaves the sink to others.
    void end() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
