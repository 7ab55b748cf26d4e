package io.vedette.core.ecs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.core.chaos.OldCgroup;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Volume;

/// A task that runs as its definition says, and ends with the first of its essential containers. A container that ends
/// by itself is not started anew: no `restartPolicy` does that within its first minute. Owned by one thread.
final class EcsTask implements AutoCloseable {

    static final String CLUSTER = "arn:aws:ecs:eu-west-1:111122223333:cluster/demo";

    private static final int USUAL_STOP_SECONDS = 30;
    private static final int PATIENCE_SECONDS = 60;

    private final RegisterTaskDefinitionRequest definition;
    private final CrunTask task;
    private final TaskMetadata metadata;
    private final Path directory;
    private final Map<String, Ended> ended = new LinkedHashMap<>();
    private final List<OldCgroup> cgroups = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private final Instant startedAt = Instant.now();

    EcsTask(RegisterTaskDefinitionRequest definition, CrunTask task, TaskMetadata metadata, Path directory) {
        this.definition = definition;
        this.task = task;
        this.metadata = metadata;
        this.directory = directory;
    }

    /// How a container ended.
    ///
    /// @param exitCode 128 and the signal's number when it was killed
    /// @param output what it wrote, both streams, and what the runtime had to say
    record Ended(int exitCode, String output) {}

    String arn() {
        return "arn:aws:ecs:eu-west-1:111122223333:task/demo/" + task.taskId();
    }

    RegisterTaskDefinitionRequest definition() {
        return definition;
    }

    Instant startedAt() {
        return startedAt;
    }

    String launchType() {
        return definition.requiresCompatibilitiesAsStrings().getFirst();
    }

    /// Of the containers that were begun, in that order.
    List<String> names() {
        return begun;
    }

    String image(String name) {
        return container(name).image();
    }

    String containerId(String name) {
        return task.containerId(name);
    }

    /// A volume's directory on the host.
    Path volume(String name) {
        return directory.resolve("volumes").resolve(name);
    }

    String log(String name) throws IOException {
        return task.log(name);
    }

    boolean hasEnded(String name) {
        return task.hasEnded(name);
    }

    /// Runs the command of a container's health check in it.
    ///
    /// @return its exit code
    int checkHealth(String name) throws IOException, InterruptedException {
        List<String> command = container(name).healthCheck().command();
        if (!command.getFirst().equals("CMD-SHELL")) {
            throw new IllegalArgumentException("no shell command: " + command);
        }
        return task.exec(name, "/bin/sh", "-c", command.get(1)).exitCode();
    }

    void start(Map<String, Image> images) throws IOException, InterruptedException {
        Map<String, Path> volumes = new LinkedHashMap<>();
        for (Volume volume : definition.volumes()) {
            volumes.put(volume.name(), Files.createDirectories(volume(volume.name())));
        }
        List<ContainerDefinition> left = new ArrayList<>(definition.containerDefinitions());
        while (!left.isEmpty()) {
            ContainerDefinition next = left.stream()
                    .filter(container -> container.dependsOn().stream()
                            .allMatch(dependency -> begun.contains(dependency.containerName())))
                    .findFirst()
                    .orElseThrow();
            left.remove(next);
            for (ContainerDependency dependency : next.dependsOn()) {
                await(next.name() + " waits for " + dependency, () -> isMet(dependency));
            }
            begin(new ContainerPlan(definition, next, images.get(next.image()), volumes));
        }
    }

    private boolean isMet(ContainerDependency dependency) {
        String name = dependency.containerName();
        return switch (dependency.condition()) {
            case START -> task.hasEnded(name) || hasStarted(name);
            case COMPLETE -> task.hasEnded(name);
            case SUCCESS -> task.hasEnded(name) && exitCode(name) == 0;
            default -> throw new IllegalArgumentException("not known here: " + dependency);
        };
    }

    private void begin(ContainerPlan plan) throws IOException {
        String name = plan.container().name();
        begun.add(name);
        String id = task.nextContainerId();
        ContainerSpec spec = plan.spec(TaskMetadata.uri(id));
        if (plan.container().memory() != null && OldCgroup.has("memory")) {
            OldCgroup cgroup = OldCgroup.make("memory", "vedette-ecs-" + id);
            cgroups.add(cgroup);
            cgroup.set("memory.limit_in_bytes", (long) plan.container().memory() << 20);
            spec = spec.confined(all -> all.cgroup(cgroup.directory()));
        }
        task.begin(spec);
        tell();
    }

    /// The metadata of the containers that there are.
    private void tell() throws IOException {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("Cluster", CLUSTER)
                .put("TaskARN", arn())
                .put("Family", definition.family())
                .put("Revision", "1")
                .put("DesiredStatus", "RUNNING")
                .put("LaunchType", launchType())
                .put("AvailabilityZone", "eu-west-1a");
        List<String> ids = new ArrayList<>();
        for (String name : begun) {
            ids.add(containerId(name));
            document.withArray("Containers")
                    .addObject()
                    .put("DockerId", containerId(name))
                    .put("Name", name)
                    .put("Image", image(name))
                    .put("Type", "NORMAL");
        }
        metadata.tell(document, ids);
    }

    /// Waits for the first essential container to end, then stops the others, and gives how each one ended.
    Map<String, Ended> awaitEnd() throws IOException, InterruptedException {
        await(
                "an essential container ends",
                () -> begun.stream().anyMatch(name -> isEssential(name) && task.hasEnded(name)));
        for (String name : begun) {
            if (!task.hasEnded(name)) {
                signal(name, "TERM");
            }
        }
        for (String name : begun) {
            Integer timeout = container(name).stopTimeout();
            if (!isWithin(timeout == null ? USUAL_STOP_SECONDS : timeout, () -> task.hasEnded(name))) {
                signal(name, "KILL");
            }
            ended.put(name, new Ended(exitCode(name), task.log(name)));
        }
        return ended;
    }

    boolean isEssential(String name) {
        return !Boolean.FALSE.equals(container(name).essential());
    }

    /// One that has just ended can't be signalled.
    private void signal(String name, String signal) throws IOException, InterruptedException {
        try {
            task.signal(name, signal);
        } catch (IllegalStateException gone) {
            await(gone.getMessage(), () -> task.hasEnded(name));
        }
    }

    boolean hasStarted(String name) {
        try {
            return task.pid(name) != 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    int exitCode(String name) {
        try {
            return task.await(name);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private ContainerDefinition container(String name) {
        return definition.containerDefinitions().stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        if (!isWithin(PATIENCE_SECONDS, condition)) {
            throw new AssertionError("never: " + what);
        }
    }

    private static boolean isWithin(int seconds, BooleanSupplier condition) throws InterruptedException {
        long limit = System.nanoTime() + seconds * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    /// After its place was closed.
    @Override
    public void close() throws IOException {
        for (OldCgroup cgroup : cgroups) {
            cgroup.close();
        }
    }
}
