package io.vedette.core.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vedette.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of events that are told.
final class OutletsTest {

    private static final Duration SOON = Duration.ofMillis(1);

    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private HttpServer server;
    private URI address;

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/events", exchange -> {
            try (exchange) {
                received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                Integer status = statuses.poll();
                exchange.sendResponseHeaders(status == null ? 204 : status, -1);
            }
        });
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String next() throws InterruptedException {
        return "" + received.poll(60, TimeUnit.SECONDS);
    }

    @Test
    void whatFailsIsPostedAgainAndInOrder() throws Exception {
        statuses.addAll(List.of(503, 429));
        try (Webhook webhook = new Webhook(address, SOON, said::add)) {
            webhook.tell("one".getBytes(UTF_8));
            webhook.tell("two".getBytes(UTF_8));

            assertThat(List.of(next(), next(), next(), next())).containsExactly("one", "one", "one", "two");
            assertThat(webhook.lost()).isZero();
            assertThat(said).isEmpty();
        }
    }

    @Test
    void whatIsRefusedIsCountedAndTheNextOneFollows() throws Exception {
        statuses.add(403);
        try (Webhook webhook = new Webhook(address, SOON, said::add)) {
            webhook.tell("one".getBytes(UTF_8));
            webhook.tell("two".getBytes(UTF_8));

            assertThat(List.of(next(), next())).containsExactly("one", "two");
            assertThat(said.poll(60, TimeUnit.SECONDS)).contains("status 403").contains("(1 so far)");
            assertThat(webhook.lost()).isEqualTo(1);
        }
    }

    @Test
    void whatNobodyTakesFillsNoMoreThanTheQueue() {
        try (Webhook webhook = new Webhook(URI.create("http://127.0.0.1:1/"), Duration.ofMinutes(1), said::add)) {
            for (int i = 0; i < 1100; i++) {
                webhook.tell("x".getBytes(UTF_8));
            }

            assertThat(webhook.lost()).isBetween(75L, 76L);
        }
    }

    @Test
    void linesAreAppendedAndWhatCantBeIsCounted() throws IOException {
        Path file = directory.resolve("events.jsonl");
        LineOutlet lines = new LineOutlet(file.toString(), said::add);
        lines.tell("one".getBytes(UTF_8));
        lines.tell("two".getBytes(UTF_8));
        assertThat(file).hasContent("one\ntwo\n");

        Files.delete(file);
        Files.createDirectory(file);
        lines.tell("three".getBytes(UTF_8));
        assertThat(lines.lost()).isEqualTo(1);
        assertThat(said.poll()).contains(file.toString());
    }

    @Test
    void anEventHasTheShapeOfEventBridge() throws IOException {
        Scene scene = new Scene();
        scene.tasks(Scene.task(Scene.ARN, Scene.containers(Scene.running("vedette"))));
        scene.beat("a", "DROPPING");
        Json event = Json.parse(ChangeJson.of(scene.look().getFirst()));

        assertThat(event.text("version")).isEqualTo("0");
        assertThat(event.text("id")).hasSize(36);
        assertThat(event.text("detail-type")).isEqualTo("Vedette Coverage Unhealthy");
        assertThat(event.text("source")).isEqualTo("vedette.coverage");
        assertThat(event.text("account")).isEqualTo("111122223333");
        assertThat(event.text("region")).isEqualTo("eu-west-1");
        assertThat(event.text("time")).isEqualTo("2026-11-29T12:00:00Z");
        assertThat(event.at("resources").items()).singleElement().isEqualTo(new Json(Scene.ARN));
        Json detail = event.at("detail");
        assertThat(detail.text("previousStatus")).isEqualTo("Unknown");
        assertThat(detail.text("currentStatus")).isEqualTo("Unhealthy");
        assertThat(detail.text("cluster")).isEqualTo("prod");
        assertThat(detail.at("issue").text("code")).isEqualTo("DROPPING");
        assertThat(detail.at("issue").text("since")).isEqualTo("2026-11-29T12:00:00Z");
        assertThat(detail.at("agent").text("instance")).isEqualTo("a");
    }
}
