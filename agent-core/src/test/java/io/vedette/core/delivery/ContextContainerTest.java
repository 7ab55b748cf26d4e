package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.vedette.core.container.CrunTask;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real container of a task, a metadata endpoint that knows it, and what arrives at the event endpoint.
@Tag("container")
class ContextContainerTest {

    @TempDir
    private Path directory;

    private HttpServer metadata;
    private CrunTask task;
    private VedetteProcess endpoint;
    private VedetteProcess agent;

    @AfterEach
    void end() throws Exception {
        agent.kill();
        endpoint.kill();
        task.close();
        metadata.stop(0);
    }

    @Test
    void eventsNameTheirContainerOnceTheMetadataDo() throws Exception {
        Path delivered = directory.resolve("delivered.jsonl");
        task = CrunTask.builder(directory)
                .container("web", "/bin/sh", "-c", "while :; do /bin/true --token abc; sleep 0.1; done")
                .start();
        serveMetadata();
        endpoint = VedetteProcess.start(
                directory.resolve("endpoint.log"), "endpoint", "--listen", "127.0.0.1:0", "--out", "" + delivered);
        String port = endpoint.awaitLog("listening on 127.0.0.1:([0-9]+)").group(1);
        agent = VedetteProcess.start(
                directory.resolve("agent.log"),
                Map.of(
                        "ECS_CONTAINER_METADATA_URI_V4",
                        "http://127.0.0.1:" + metadata.getAddress().getPort() + "/v4/x"),
                "run",
                "--endpoint",
                "http://127.0.0.1:" + port,
                "--spool",
                "" + directory.resolve("spool"));
        agent.awaitLog("ready tier=ebpf");
        awaitText(delivered, "\"name\":\"web\"");
        assertThat(agent.stop()).as(agent.log()).isZero();
        assertThat(endpoint.stop()).as(endpoint.log()).isZero();

        Delivered all = Delivered.read(delivered);
        List<JsonNode> named = all.of("exec", task.containerId("web")).stream()
                .filter(line -> line.path("container").path("name").asText().equals("web"))
                .toList();
        assertThat(named).isNotEmpty().allSatisfy(line -> {
            assertThat(line.path("container").path("image").asText()).isEqualTo("example/web:1");
            assertThat(Delivered.args(line.path("process"))).doesNotContain("abc");
        });
        assertThat(all.lines())
                .noneSatisfy(
                        line -> assertThat(Delivered.args(line.path("process"))).contains("--token", "abc"));
    }

    private void serveMetadata() throws IOException {
        String document = """
                {"TaskARN":"arn:aws:ecs:eu-west-1:111122223333:task/demo/TASK","Family":"demo","Containers":[
                 {"DockerId":"NAME","Name":"web","Image":"example/web:1","ImageID":"sha256:ab","Labels":{}}]}""".replace("TASK", task.taskId()).replace("NAME", task.containerId("web"));
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        metadata = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        metadata.createContext("/v4/x/task", exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        metadata.start();
    }

    private static void awaitText(Path file, String text) throws IOException, InterruptedException {
        for (int i = 0;
                i < 600 && !(Files.exists(file) && Files.readString(file).contains(text));
                i++) {
            Thread.sleep(50);
        }
        assertThat(Files.readString(file)).contains(text);
    }
}
