package io.vedette.core.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.chaos.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The task metadata endpoint, version 4, at its own address in a task's network namespace. One thread uses it.
final class TaskMetadata implements AutoCloseable {

    private static final String ADDRESS = "169.254.170.2";

    private final Path root;
    private final Process server;

    private TaskMetadata(Path root, Process server) {
        this.root = root;
        this.server = server;
    }

    /// Returns when it answers.
    ///
    /// @param directory that is made, for its documents
    static TaskMetadata start(Path directory, long pausePid) throws IOException, InterruptedException {
        Path root = Files.createDirectories(directory.toAbsolutePath());
        String network = "--net=/proc/" + pausePid + "/ns/net";
        Shell.run("nsenter \"$1\" ip addr add \"$2/32\" dev lo", network, ADDRESS);
        Process server = new ProcessBuilder(
                        List.of("nsenter", network, "busybox", "httpd", "-f", "-p", ADDRESS + ":80", "-h", "" + root))
                .inheritIO()
                .start();
        Files.writeString(root.resolve("ready"), "");
        Shell.run(
                "i=0; until nsenter \"$1\" busybox wget -q -O /dev/null \"http://$2/ready\"; do"
                        + " i=$((i + 1)); [ $i -lt 200 ]; sleep 0.05; done",
                network,
                ADDRESS);
        return new TaskMetadata(root, server);
    }

    /// What a container finds in `ECS_CONTAINER_METADATA_URI_V4`.
    static String uri(String containerId) {
        return "http://" + ADDRESS + "/v4/" + containerId;
    }

    /// From now on each of these containers is told this of its task.
    void tell(JsonNode task, List<String> containerIds) throws IOException {
        for (String id : containerIds) {
            Path directory = Files.createDirectories(root.resolve("v4").resolve(id));
            Path next = Files.writeString(directory.resolve("next"), task.toString());
            Files.move(next, directory.resolve("task"), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void close() {
        server.destroyForcibly().onExit().join();
    }
}
