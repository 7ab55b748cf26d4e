package io.vedette.core.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// A task as ECS on Fargate runs it: a pause container that owns the namespaces, and application containers
/// below `/ecs/TASK/TASK-NUMBER` in the cgroup hierarchy. Real containers, made by crun from busybox.
///
/// Takes root, crun and busybox-static. One thread at a time may use it. After [#close()], or when this JVM
/// dies, its processes, cgroups and mounts are gone; its files are left to the owner of the directory.
public final class CrunTask implements AutoCloseable {

    /// The name of the container that every task has.
    public static final String PAUSE = "aws-fargate-pause";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String taskId = UUID.randomUUID().toString().replace("-", "");
    private final long firstNumber = ThreadLocalRandom.current().nextLong(1_000_000_000, 4_000_000_000L);
    private final Map<String, CrunContainer> containers = new LinkedHashMap<>();
    private final Path directory;
    private final CgroupView view;

    private CrunTask(Path directory) throws IOException {
        this.directory = directory.toAbsolutePath().resolve(taskId);
        Files.createDirectories(this.directory);
        view = new CgroupView("/ecs/" + taskId);
    }

    /// Describes a task.
    ///
    /// @param directory for bundles, logs and the root file system
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    public String taskId() {
        return taskId;
    }

    /// As ECS's metadata calls it (`DockerId`) and as the last part of the cgroup path says it.
    public String containerId(String name) {
        return container(name).id();
    }

    /// That of the container that is added next.
    public String nextContainerId() {
        return taskId + "-" + (firstNumber + containers.size());
    }

    /// In the cgroup v2 hierarchy.
    public String cgroupPath(String name) {
        return "/ecs/" + taskId + "/" + containerId(name);
    }

    /// What BPF programs call the cgroup id; only while the container runs.
    public long cgroupId(String name) throws IOException {
        return view.cgroupId(cgroupPath(name));
    }

    /// The host's pid of the container's first process; 0 when it had ended before it was seen, or is not there yet.
    public long pid(String name) throws IOException {
        return container(name).pid();
    }

    /// What it wrote so far, both streams, and what crun had to complain about.
    public String log(String name) throws IOException {
        return container(name).log();
    }

    /// Adds a container and returns when it runs its command or has ended.
    public void launch(ContainerSpec spec) throws IOException, InterruptedException {
        begin(spec);
        container(spec.name()).awaitStarted();
    }

    /// Adds a container and does not wait for anything, also when it can't start.
    public void begin(ContainerSpec spec) throws IOException {
        if (containers.containsKey(spec.name())) {
            throw new IllegalArgumentException("there already is a container " + spec.name());
        }
        String id = nextContainerId();
        Path bundle = directory.resolve(spec.name());
        long pausePid = containers.containsKey(PAUSE) ? pid(PAUSE) : 0;
        OciBundle.write(bundle, root(), spec, "/ecs/" + taskId + "/" + id, pausePid);

        List<Path> cgroups = spec.confinement().cgroups();
        containers.put(spec.name(), new CrunContainer(spec, id, bundle, bornIn(cgroups, crun())));
    }

    /// Adds a container and waits for its end, a minute at most.
    ///
    /// @return its exit code, 128 and the signal's number when it was killed
    public int run(ContainerSpec spec) throws IOException, InterruptedException {
        launch(spec);
        return await(spec.name());
    }

    /// Like [#run(ContainerSpec)], for a container as ECS makes it by default.
    public int run(String name, String... args) throws IOException, InterruptedException {
        return run(ContainerSpec.of(name, args));
    }

    /// Runs a command as root in a container that runs, as `ecs execute-command` does.
    ///
    /// @return its exit code and what it wrote
    public Output exec(String name, String... args) throws IOException, InterruptedException {
        ProcessBuilder exec = new ProcessBuilder(crun()).redirectErrorStream(true);
        exec.command().addAll(List.of("exec", containerId(name)));
        exec.command().addAll(List.of(args));
        Process process = exec.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Output(process.waitFor(), text);
    }

    /// Sends a signal to the container's first process.
    public void signal(String name, String signal) throws IOException, InterruptedException {
        ProcessBuilder kill = new ProcessBuilder(crun()).inheritIO();
        kill.command().addAll(List.of("kill", containerId(name), signal));
        if (kill.start().waitFor() != 0) {
            throw new IllegalStateException("crun could not signal container " + name);
        }
    }

    /// Waits for a container's end, a minute at most.
    ///
    /// @return its exit code, 128 and the signal's number when it was killed
    public int await(String name) throws InterruptedException {
        return await(name, LIMIT);
    }

    public int await(String name, Duration limit) throws InterruptedException {
        return container(name).await(limit);
    }

    /// Whether it runs no longer, or never did.
    public boolean hasEnded(String name) {
        return container(name).hasEnded();
    }

    /// Where the container's cgroup of version 2 can be written to; only while it runs.
    public Path cgroupDirectory(String name) {
        return view.directory(cgroupPath(name));
    }

    /// A process in the mount namespace in which containers are made: what is mounted there can be given to those
    /// that are begun later, and goes with the task.
    public long mounterPid() {
        return view.holderPid();
    }

    @Override
    public void close() throws IOException {
        try {
            view.close();
        } finally {
            for (CrunContainer container : containers.values()) {
                container.forget(PATIENCE);
            }
        }
    }

    private CrunContainer container(String name) {
        CrunContainer container = containers.get(name);
        if (container == null) {
            throw new IllegalArgumentException("no container " + name + " in " + containers.keySet());
        }
        return container;
    }

    /// Runs a command that, with all its children, is in these cgroups.
    private static List<String> bornIn(List<Path> cgroups, List<String> command) {
        if (cgroups.isEmpty()) {
            return command;
        }
        String enter = cgroups.stream()
                .map(cgroup -> "echo $$ >" + cgroup.resolve("cgroup.procs") + " && ")
                .collect(joining());
        List<String> all = new ArrayList<>(List.of("sh", "-c", enter + "exec \"$@\"", "sh"));
        all.addAll(command);
        return all;
    }

    private Path root() {
        return directory.resolve("root");
    }

    private List<String> crun() {
        return view.command(List.of("crun", "--root", directory + "/state", "--cgroup-manager", "cgroupfs"));
    }

    /// What a command gave back.
    public record Output(int exitCode, String text) {}

    /// Collects what a task is made of.
    public static final class Builder {

        private final Path directory;
        private final Map<String, Path> files = new LinkedHashMap<>();
        private final Collection<ContainerSpec> specs = new ArrayList<>();

        private Builder(Path directory) {
            this.directory = directory;
        }

        /// Puts a copy of a host's file, made executable, on the root file system that all containers use.
        public Builder file(String path, Path source) {
            files.put(path, source);
            return this;
        }

        public Builder container(ContainerSpec spec) {
            specs.add(spec);
            return this;
        }

        /// A container as ECS makes it by default.
        public Builder container(String name, String... args) {
            return container(ContainerSpec.of(name, args));
        }

        /// Starts pause, then the containers in their order, and returns when all run or have ended.
        public CrunTask start() throws IOException, InterruptedException {
            CrunTask task = new CrunTask(directory);
            try {
                BusyboxRoot.make(task.root(), files);
                task.launch(ContainerSpec.of(PAUSE, "/bin/sleep", "1000000"));
                for (ContainerSpec spec : specs) {
                    task.launch(spec);
                }
                return task;
            } catch (IOException | InterruptedException | RuntimeException e) {
                closeAfter(task, e);
                throw e;
            }
        }

        private static void closeAfter(CrunTask task, Exception cause) {
            try {
                task.close();
            } catch (IOException | RuntimeException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
