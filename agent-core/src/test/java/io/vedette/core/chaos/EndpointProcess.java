package io.vedette.core.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `vedette endpoint` as it is shipped, a process on the host that writes a file. One thread uses it.
final class EndpointProcess implements Receiver {

    private static final Pattern LISTENING = Pattern.compile("listening on [0-9.]+:([0-9]+)");
    private static final int TRIES = 3000;

    private final String host;
    private final String taskId;
    private final Path file;
    private final Path log;
    private int port;
    private @Nullable Process process;

    private EndpointProcess(Scene scene) {
        host = scene.link().hostAddress();
        taskId = scene.task().taskId();
        file = scene.directory().resolve("endpoint.jsonl");
        log = scene.directory().resolve("endpoint.log");
    }

    static EndpointProcess start(Scene scene) throws IOException, InterruptedException {
        EndpointProcess endpoint = new EndpointProcess(scene);
        endpoint.begin();
        return endpoint;
    }

    /// On the same port and with the same file as before; returns when it listens.
    void begin() throws IOException, InterruptedException {
        Files.writeString(log, "");
        process = new ProcessBuilder(
                        "" + Sidecar.home().resolve("bin/vedette"),
                        "endpoint",
                        "--listen",
                        address(),
                        "--out",
                        "" + file)
                .redirectOutput(log.toFile())
                .redirectErrorStream(true)
                .start();
        for (int i = 0; i < TRIES; i++) {
            Matcher said = LISTENING.matcher(Files.readString(log));
            if (said.find()) {
                port = Integer.parseInt(said.group(1));
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the endpoint does not listen: " + Files.readString(log));
    }

    /// kill -9; returns when it is gone.
    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /// `HOST:PORT`.
    String address() {
        return host + ":" + port;
    }

    Path file() {
        return file;
    }

    /// All of its file. Fails if a batch is there again behind a later one of the same agent.
    @Override
    public TaskLines taken() throws IOException {
        TaskLines.Collector lines = new TaskLines.Collector(taskId);
        ObjectMapper json = new ObjectMapper();
        Map<String, Long> last = new HashMap<>();
        for (String line : whole().lines().toList()) {
            JsonNode batch = json.readTree(line).path("batch");
            long sequence = batch.path("sequence").asLong();
            Long before = last.put(batch.path("instance").asText(), sequence);
            assertThat(sequence).as("sequence in %s", file).isGreaterThanOrEqualTo(before == null ? 0 : before);
            lines.add(line);
        }
        return lines.sofar();
    }

    /// Without a last line that is not finished.
    private String whole() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return new String(bytes, 0, end, UTF_8);
    }

    @Override
    public void close() {
        kill();
    }
}
