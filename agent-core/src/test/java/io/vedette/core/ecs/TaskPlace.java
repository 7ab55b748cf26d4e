package io.vedette.core.ecs;

import io.vedette.core.chaos.HostLink;
import io.vedette.core.container.CrunTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// Where a task is to run: its pause container, its network to the host, its metadata endpoint. Owned by one thread.
final class TaskPlace implements AutoCloseable {

    private final Path directory;
    private final CrunTask task;
    private final HostLink link;
    private final TaskMetadata metadata;
    private final List<EcsTask> running = new ArrayList<>();

    private TaskPlace(Path directory, CrunTask task) throws IOException, InterruptedException {
        this.directory = directory;
        this.task = task;
        link = HostLink.make(task.pid(CrunTask.PAUSE));
        metadata = TaskMetadata.start(directory.resolve("metadata"), task.pid(CrunTask.PAUSE));
    }

    /// @param directory that is made
    static TaskPlace make(Path directory) throws IOException, InterruptedException {
        CrunTask task = CrunTask.builder(Files.createDirectory(directory)).start();
        try {
            return new TaskPlace(directory, task);
        } catch (IOException | InterruptedException | RuntimeException e) {
            task.close();
            throw e;
        }
    }

    /// Under which processes of the host can be reached from the task.
    String hostAddress() {
        return link.hostAddress();
    }

    /// Starts the task's containers, each once those that it depends on are as it asks.
    ///
    /// @param images by the names that the definition has for them
    EcsTask run(RegisterTaskDefinitionRequest definition, Map<String, Image> images)
            throws IOException, InterruptedException {
        EcsTask begun = new EcsTask(definition, task, metadata, directory);
        running.add(begun);
        begun.start(images);
        return begun;
    }

    @Override
    public void close() throws IOException {
        metadata.close();
        task.close();
        for (EcsTask gone : running) {
            gone.close();
        }
    }
}
