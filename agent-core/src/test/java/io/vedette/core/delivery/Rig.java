package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An endpoint that writes JSON lines, and an agent that delivers to it, each a process of its own. Owned by one test.
final class Rig implements AutoCloseable {

    private static final int TRIES = 300;

    private final Path directory;
    private final Path delivered;
    private final List<String> agentOptions;
    private VedetteProcess endpoint;
    private VedetteProcess agent;
    private int port;

    private Rig(Path directory, List<String> agentOptions) throws IOException, InterruptedException {
        this.directory = directory;
        this.agentOptions = agentOptions;
        delivered = directory.resolve("delivered.jsonl");
        endpoint = launchEndpoint();
        agent = launchAgent();
    }

    /// Starts both, and returns when events are watched.
    static Rig start(Path directory, String... agentOptions) throws IOException, InterruptedException {
        return new Rig(directory, List.of(agentOptions));
    }

    private VedetteProcess launchEndpoint() throws IOException, InterruptedException {
        VedetteProcess started = VedetteProcess.start(
                directory.resolve("endpoint.log"),
                "endpoint",
                "--listen",
                "127.0.0.1:" + port,
                "--out",
                "" + delivered);
        port = Integer.parseInt(
                started.awaitLog("listening on 127.0.0.1:([0-9]+)").group(1));
        return started;
    }

    private VedetteProcess launchAgent() throws IOException, InterruptedException {
        String[] options = Stream.concat(
                        Stream.of(
                                "run",
                                "--endpoint",
                                "http://127.0.0.1:" + port,
                                "--spool",
                                "" + directory.resolve("spool"),
                                "--stop-timeout",
                                "60s"),
                        agentOptions.stream())
                .toArray(String[]::new);
        VedetteProcess started =
                VedetteProcess.start(directory.resolve("agent-" + System.nanoTime() + ".log"), options);
        started.awaitLog("ready tier=ebpf kinds=exec,exec_failed,fork,exit[a-z_,]* in [0-9]+ ms");
        return started;
    }

    /// On the same port and file.
    void startEndpoint() throws IOException, InterruptedException {
        endpoint = launchEndpoint();
    }

    /// On the same spool.
    void startAgent() throws IOException, InterruptedException {
        agent = launchAgent();
    }

    void killEndpoint() throws InterruptedException {
        endpoint.kill();
    }

    void killAgent() throws InterruptedException {
        agent.kill();
    }

    /// Asks for it and does not wait.
    void tellAgentToStop() throws IOException, InterruptedException {
        agent.signal("TERM");
        agent.awaitLog("told to stop");
    }

    /// With all that waits delivered.
    int awaitAgentEnd() throws IOException, InterruptedException {
        return agent.await();
    }

    /// With all that waits delivered.
    void stopAgent() throws IOException, InterruptedException {
        assertThat(agent.stop()).as(agent.log()).isZero();
    }

    /// @return all that it wrote
    Delivered stopEndpoint() throws IOException, InterruptedException {
        assertThat(endpoint.stop()).as(endpoint.log()).isZero();
        return Delivered.read(delivered);
    }

    /// Waits until events are on their way.
    void awaitDelivered(int lines) throws IOException, InterruptedException {
        while (!Files.exists(delivered) || countLines() < lines) {
            Thread.sleep(5);
        }
    }

    /// Waits until what was delivered so far is like this.
    void await(Predicate<Delivered> wanted) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            if (Files.exists(delivered) && wanted.test(Delivered.readWhole(delivered))) {
                return;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("nothing like that was delivered; the agent's log:\n" + agent.log());
    }

    /// Waits for a line of health, without a look into the others.
    void awaitHealth(String regex) throws IOException, InterruptedException {
        Predicate<String> wanted = Pattern.compile(regex).asMatchPredicate();
        for (int i = 0; i < TRIES; i++) {
            try (Stream<String> lines = Files.lines(delivered)) {
                if (lines.filter(line -> line.startsWith("{\"kind\":\"health\""))
                        .anyMatch(wanted)) {
                    return;
                }
            }
            Thread.sleep(200);
        }
        throw new AssertionError("no such health was delivered: " + regex);
    }

    void awaitLog(String regex) throws IOException, InterruptedException {
        agent.awaitLog(regex);
    }

    private long countLines() throws IOException {
        try (Stream<String> lines = Files.lines(delivered)) {
            return lines.count();
        }
    }

    @Override
    public void close() {
        try {
            agent.kill();
            endpoint.kill();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
