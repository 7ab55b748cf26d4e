package io.vedette.core.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.chaos.Sidecar;
import io.vedette.core.container.CProgram;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import io.vedette.core.container.Mount;
import io.vedette.core.container.SharedNamespace;
import io.vedette.core.delivery.Delivered;
import io.vedette.core.delivery.VedetteProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A task as on Fargate with the built agent as its sidecar, which gets what Docker gives and what a test adds, and no
/// programs in the kernel; and an endpoint in the task's network, a process of the host.
final class OutsideTask implements AutoCloseable {

    static final String AGENT = "vedette";
    static final int ENDPOINT_PORT = 4317;

    private static final int TRIES = 600;

    private final Path directory;
    private final Path facts;
    private final CrunTask task;
    private VedetteProcess endpoint;

    private OutsideTask(Path directory, Path facts, CrunTask task, VedetteProcess endpoint) {
        this.directory = directory;
        this.facts = facts;
        this.task = task;
        this.endpoint = endpoint;
    }

    /// @param capabilities that the agent's container has
    /// @param change of the agent's container
    static OutsideTask start(Path directory, List<String> capabilities, UnaryOperator<ContainerSpec> change)
            throws IOException, InterruptedException {
        Path facts = Files.createDirectory(directory.resolve("facts"));
        Files.setPosixFilePermissions(facts, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path spool = Files.createDirectory(directory.resolve("spool"));
        CrunTask task = CrunTask.builder(directory)
                .file("/bin/talk", CProgram.compile("talk", directory))
                .start();
        VedetteProcess endpoint = endpoint(directory, task, "endpoint.log");
        OutsideTask outside = new OutsideTask(directory, facts, task, endpoint);
        try {
            endpoint.awaitLog("listening on");
            task.begin(change.apply(Sidecar.spec(AGENT, "http://127.0.0.1:4317", spool, List.of())
                    .capabilities(capabilities.toArray(String[]::new))));
            outside.awaitAgentSays("ready tier=");
            return outside;
        } catch (IOException | InterruptedException | RuntimeException | Error fault) {
            outside.close();
            throw fault;
        }
    }

    private static VedetteProcess endpoint(Path directory, CrunTask task, String log) throws IOException {
        return VedetteProcess.startBy(
                List.of("nsenter", "-n", "-t", "" + task.pid(CrunTask.PAUSE)),
                directory.resolve(log),
                "endpoint",
                "--listen",
                "127.0.0.1:" + ENDPOINT_PORT,
                "--out",
                "" + directory.resolve("delivered.jsonl"));
    }

    /// Ends the endpoint.
    void endEndpoint() throws InterruptedException {
        endpoint.kill();
    }

    /// Starts it again.
    void startEndpoint() throws IOException, InterruptedException {
        endpoint = endpoint(directory, task, "endpoint-again.log");
        endpoint.awaitLog("listening on");
    }

    /// An app with files of its own in `/etc`, which can write down what it did in `/facts`.
    ContainerSpec app(String name, String... args) {
        return ContainerSpec.of(name, args)
                .addCapabilities("CAP_NET_BIND_SERVICE")
                .sharing(SharedNamespace.NETWORK, SharedNamespace.PID)
                .bind(facts, "/facts")
                .confined(rest -> rest.mount(Mount.memory("/etc", "1m")));
    }

    void launch(ContainerSpec spec) throws IOException, InterruptedException {
        task.launch(spec);
    }

    /// Waits for an app's end, which has to be a good one.
    void awaitEnd(String name) throws InterruptedException, IOException {
        assertThat(task.await(name)).as(task.log(name)).isZero();
    }

    /// To the agent.
    void signal(String signal) throws IOException, InterruptedException {
        task.signal(AGENT, signal);
    }

    /// Runs a line of shell in an app, which has to work.
    void shell(String name, String line) throws IOException, InterruptedException {
        CrunTask.Output output = task.exec(name, "/bin/sh", "-c", line);
        assertThat(output.exitCode()).as(output.text()).isZero();
    }

    /// Runs a line of shell in an app again and again until some event of it has come.
    void shellUntilSeen(String name, String line, Predicate<JsonNode> isOfIt) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            shell(name, line);
            if (delivered().of("close_write").stream().anyMatch(isOfIt)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("nothing came of " + name + "; the agent says:\n" + task.log(AGENT));
    }

    String id(String name) {
        return task.containerId(name);
    }

    /// What an app wrote down so far; without a last line that is not finished.
    List<String> facts(String name) throws IOException {
        Path file = facts.resolve(name);
        String text = Files.exists(file) ? Files.readString(file) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    Delivered delivered() throws IOException {
        Path file = directory.resolve("delivered.jsonl");
        return Files.exists(file) ? Delivered.readWhole(file) : new Delivered(List.of());
    }

    /// Waits for an event like this.
    JsonNode await(String kind, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            for (JsonNode line : delivered().of(kind)) {
                if (wanted.test(line)) {
                    return line;
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no " + kind + " like that came; the agent says:\n" + task.log(AGENT) + "\nof "
                + delivered().of(kind));
    }

    /// Waits until the agent's log has this.
    void awaitAgentSays(String text) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES && !task.log(AGENT).contains(text); i++) {
            if (task.hasEnded(AGENT)) {
                break;
            }
            Thread.sleep(50);
        }
        assertThat(task.log(AGENT)).contains(text);
    }

    String agentLog() throws IOException {
        return task.log(AGENT);
    }

    @Override
    public void close() throws IOException {
        try {
            task.close();
            endpoint.kill();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
