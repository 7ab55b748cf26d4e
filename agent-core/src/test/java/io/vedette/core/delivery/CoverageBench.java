package io.vedette.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/// An endpoint that watches coverage, a listener that its events are posted to, and the task
/// metadata that agents ask for. Owned by one test class.
final class CoverageBench implements AutoCloseable {

    private static final int TRIES = 1200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final List<String> options;
    private final HttpServer listener;
    private final Map<String, byte[]> metadata = new ConcurrentHashMap<>();
    private final Queue<JsonNode> events = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> read = new HashMap<>();
    private VedetteProcess endpoint;
    private int port;
    private int coveragePort;

    /// @param options of the endpoint
    CoverageBench(Path directory, String... options) throws IOException, InterruptedException {
        this.directory = directory;
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/events", exchange -> {
            try (exchange) {
                events.add(JSON.readTree(exchange.getRequestBody()));
                exchange.sendResponseHeaders(204, -1);
            }
        });
        listener.createContext("/v4/", this::answer);
        listener.start();
        this.options = List.of(options);
        startEndpoint();
    }

    void startEndpoint() throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "endpoint",
                "--listen=127.0.0.1:" + port,
                "--out=" + directory.resolve("delivered.jsonl"),
                "--coverage=127.0.0.1:" + coveragePort,
                "--coverage-state=" + directory.resolve("coverage.state"),
                "--coverage-webhook=http://127.0.0.1:" + listener.getAddress().getPort() + "/events"));
        all.addAll(options);
        Path log = directory.resolve("endpoint-" + System.nanoTime() + ".log");
        endpoint = VedetteProcess.start(log, all.toArray(String[]::new));
        port = Integer.parseInt(
                endpoint.awaitLog("listening on 127.0.0.1:([0-9]+)").group(1));
        coveragePort =
                Integer.parseInt(endpoint.awaitLog("coverage on port ([0-9]+)").group(1));
    }

    VedetteProcess endpoint() {
        return endpoint;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    String coverage() {
        return "http://127.0.0.1:" + coveragePort;
    }

    /// Serves metadata of a task, for `ECS_CONTAINER_METADATA_URI_V4`.
    String metadata(String path, String document) {
        metadata.put("/v4/" + path + "/task", document.getBytes(UTF_8));
        return "http://127.0.0.1:" + listener.getAddress().getPort() + "/v4/" + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] document = metadata.getOrDefault(exchange.getRequestURI().getPath(), new byte[0]);
        exchange.sendResponseHeaders(document.length == 0 ? 404 : 200, document.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(document);
        }
    }

    /// Posts a document about tasks.
    void tell(String document) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(coverage() + "/tasks").toURL().openConnection();
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(document.getBytes(UTF_8));
        }
        if (connection.getResponseCode() != 200) {
            throw new AssertionError("the endpoint refuses " + document);
        }
    }

    /// Waits until a task is like this in a report.
    JsonNode await(String task, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
        JsonNode last = null;
        for (int i = 0; i < TRIES; i++) {
            last = task(task);
            if (wanted.test(last)) {
                return last;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the task never got there, but " + last + "; " + endpoint.log());
    }

    /// As a report has it now; missing when it has not.
    JsonNode task(String id) throws IOException {
        try (InputStream in = URI.create(coverage() + "/coverage").toURL().openStream()) {
            for (JsonNode task : JSON.readTree(in).findValues("tasks").stream()
                    .flatMap(tasks -> tasks.valueStream())
                    .toList()) {
                if (task.path("id").asText().equals(id)) {
                    return task;
                }
            }
        }
        return JSON.missingNode();
    }

    static Predicate<JsonNode> state(String state) {
        return task -> task.path("state").asText().equals(state);
    }

    /// Unhealthy for this first of all.
    static Predicate<JsonNode> issue(String code, String cause) {
        return task -> state("unhealthy").test(task)
                && task.at("/issues/0/code").asText().equals(code)
                && task.at("/issues/0/cause").asText().equals(cause);
    }

    /// Waits for the next event that tells this of a task. Each event of it has to go on from where
    /// the one before ended.
    ///
    /// @param code of its issue; empty when it has none
    JsonNode awaitEvent(String task, String current, String code) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            List<JsonNode> all = events(task);
            for (int next = read.getOrDefault(task, 0); next < all.size(); next++) {
                JsonNode detail = all.get(next).path("detail");
                assertThat(detail.path("previousStatus").asText())
                        .isEqualTo(
                                next == 0
                                        ? "Unknown"
                                        : all.get(next - 1)
                                                .at("/detail/currentStatus")
                                                .asText());
                if (detail.path("currentStatus").asText().equals(current)
                        && detail.at("/issue/code").asText().equals(code)) {
                    read.put(task, next + 1);
                    return all.get(next);
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no such event of " + task + " came, but " + events(task));
    }

    private List<JsonNode> events(String task) {
        return events.stream()
                .filter(event -> event.at("/detail/task").asText().equals(task))
                .toList();
    }

    /// Of the issues that events told of a task.
    List<String> codes(String task) {
        return events(task).stream()
                .map(event -> event.at("/detail/issue/code").asText())
                .toList();
    }

    @Override
    public void close() {
        listener.stop(0);
        try {
            endpoint.kill();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
