package io.vedette.core.tracer;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.Confinement;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import io.vedette.core.container.DockerProfile;
import io.vedette.core.container.Mount;
import io.vedette.core.container.SharedNamespace;
import io.vedette.core.delivery.Delivered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A task as a customer gets it on Fargate: the sidecar shares the pid namespace (`pidMode: task`) and has the default
/// capabilities and SYS_PTRACE, under a filter that refuses what Docker's default one does. The endpoint is a container
/// of its own. Used by one thread.
final class FargateTask implements AutoCloseable {

    /// After so many milliseconds a new container has been found, as its first process's children then are.
    static final String FOUND_MS = "300";

    private static final String HOME = "/opt/vedette";
    private static final String AGENT = "vedette";
    private static final String ENDPOINT = "endpoint";
    private static final Path BUILT =
            Path.of(System.getProperty("basedir", "."), "target", "vedette").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CrunTask task;
    private final Path out;
    private final ContainerSpec agent;

    private FargateTask(CrunTask task, Path out, ContainerSpec agent) {
        this.task = task;
        this.out = out;
        this.agent = agent;
    }

    /// Starts it, with the agent watching.
    ///
    /// @param files from a path in the containers to the host's file
    /// @param ready what the agent has to say
    /// @param capabilities of the agent beside the default ones
    static FargateTask start(
            Path directory, Map<String, Path> files, String ready, List<String> capabilities, String... options)
            throws IOException, InterruptedException {
        Path out = Files.createDirectory(directory.resolve("out"));
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
        CrunTask.Builder builder = CrunTask.builder(directory);
        files.forEach(builder::file);
        CrunTask task = builder.start();
        try {
            FargateTask made = new FargateTask(task, out, agent(out, capabilities, options));
            made.start(ready);
            return made;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            task.close();
            throw e;
        }
    }

    private void start(String ready) throws IOException, InterruptedException {
        new ProcessBuilder(
                        "nsenter",
                        "--net=/proc/" + task.pid(CrunTask.PAUSE) + "/ns/net",
                        "ip",
                        "link",
                        "set",
                        "lo",
                        "up")
                .inheritIO()
                .start()
                .waitFor();
        task.begin(built(ContainerSpec.of(
                        ENDPOINT,
                        HOME + "/bin/vedette",
                        "endpoint",
                        "--listen",
                        "127.0.0.1:4317",
                        "--out",
                        "/out/lines")
                .bind(out, "/out")));
        awaitLog(ENDPOINT, "listening on");
        task.begin(agent);
        awaitLog(AGENT, ready);
    }

    private static ContainerSpec agent(Path out, List<String> capabilities, String... options) {
        String[] args = Stream.concat(
                        Stream.of(
                                HOME + "/bin/vedette",
                                "run",
                                "--endpoint",
                                "http://127.0.0.1:4317",
                                "--spool",
                                "/out/spool",
                                "--cpu-budget",
                                "0",
                                "--stop-timeout",
                                "30s"),
                        Stream.of(options))
                .toArray(String[]::new);
        return built(ContainerSpec.of(AGENT, args)
                .sharing(SharedNamespace.values())
                .addCapabilities(capabilities.toArray(String[]::new))
                .bind(out, "/out")
                .confined(DockerProfile::in));
    }

    /// With the built agent and the host's libraries.
    static ContainerSpec built(ContainerSpec spec) {
        if (!Files.isExecutable(BUILT.resolve("bin/vedette"))) {
            throw new IllegalStateException("no built agent; run: ./dev build");
        }
        Confinement confinement = spec.confinement().mount(Mount.readOnly(BUILT, HOME));
        for (String library : List.of("/lib", "/lib64", "/usr/lib")) {
            if (Files.isDirectory(Path.of(library))) {
                confinement = confinement.mount(Mount.readOnly(Path.of(library), library));
            }
        }
        Confinement all = confinement;
        return spec.confined(before -> all);
    }

    /// A container of the app, which shares the pid namespace and has `/out`, as another user.
    ContainerSpec app(String name, String... args) {
        return ContainerSpec.of(name, args)
                .sharing(SharedNamespace.values())
                .uid(1000)
                .bind(out, "/out");
    }

    /// When there was no tracer. Beside that, what a container's first processes did may have come too early for it.
    static List<JsonNode> outages(Delivered all) {
        return all.of("gap").stream()
                .filter(gap -> !gap.path("cause").asText().contains("came and went"))
                .toList();
    }

    CrunTask task() {
        return task;
    }

    /// What is `/out` in the containers.
    Path out() {
        return out;
    }

    String agentLog() throws IOException {
        return task.log(AGENT);
    }

    /// Processes of this name in the agent's cgroup, by their host pids.
    List<Long> pids(String comm) throws IOException {
        Path processes = task.cgroupDirectory(AGENT).resolve("cgroup.procs");
        if (!Files.exists(processes)) {
            return List.of();
        }
        return Files.readAllLines(processes).stream()
                .map(Long::parseLong)
                .filter(pid -> comm.equals(comm(pid)))
                .toList();
    }

    private static String comm(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }

    /// The host's pid of the agent itself.
    long agentPid() throws IOException {
        return task.pid(AGENT);
    }

    /// Ends the agent and returns what was delivered.
    Delivered stopAgent() throws IOException, InterruptedException {
        task.signal(AGENT, "TERM");
        int code = task.await(AGENT);
        if (code != 0) {
            throw new AssertionError("the agent ended with " + code + ":\n" + agentLog());
        }
        return delivered();
    }

    Delivered delivered() throws IOException, InterruptedException {
        task.signal(ENDPOINT, "TERM");
        task.await(ENDPOINT);
        return Delivered.read(out.resolve("lines"));
    }

    private void awaitLog(String container, String text) throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!task.log(container).contains(text)) {
            if (Instant.now().isAfter(limit) || task.hasEnded(container)) {
                throw new AssertionError(
                        "no \"" + text + "\" in the log of " + container + ":\n" + task.log(container));
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() throws IOException {
        task.close();
    }
}
