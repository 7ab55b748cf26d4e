package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a real agent tells of itself, and how it ends.
@Tag("kernel")
@Timeout(300)
class LifeKernelTest {

    private static final Path LAUNCHER = Path.of("../deploy/vedette.sh").toAbsolutePath();
    private static final String READY = "ready tier=ebpf kinds=exec[a-z_,]* in";

    @TempDir
    Path directory = Path.of("");

    private VedetteProcess agent;

    private record Answer(int code, String text) {}

    private void start(String... options) throws IOException, InterruptedException {
        String[] all = Stream.concat(
                        Stream.of(
                                "run",
                                "--endpoint=http://127.0.0.1:1",
                                "--spool=" + directory.resolve("spool"),
                                "--status-file=" + directory.resolve("status/file")),
                        Stream.of(options))
                .toArray(String[]::new);
        agent = VedetteProcess.start(directory.resolve("agent.log"), all);
    }

    private Answer ask(String shell, String... options) throws IOException, InterruptedException {
        List<String> command = Stream.of(
                        Stream.of(shell.split(" ")),
                        Stream.of("" + LAUNCHER, "status", "--status-file=" + directory.resolve("status/file")),
                        Stream.of(options))
                .flatMap(parts -> parts)
                .toList();
        // Without a PATH there is nothing but what the shell has built in.
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", "/nonexistent");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    /// The agent is ready without it, and it comes soon after.
    private static void awaitListener(int port) throws InterruptedException {
        while (true) {
            try (java.net.Socket connected = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
                assertThat(connected.isConnected()).isTrue();
                return;
            } catch (IOException refused) {
                Thread.sleep(20);
            }
        }
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        if (agent != null) {
            agent.kill();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/busybox sh"})
    void theLauncherTellsHowItIsAndIsNotDeceived(String shell) throws Exception {
        Files.createDirectory(directory.resolve("status"));
        assertThat(ask(shell).code()).isEqualTo(2);
        start();
        agent.awaitLog(READY);
        agent.awaitLog("vedette: (healthy|degraded)");

        Answer running = ask(shell);
        assertThat(running.code()).as(running.text()).isZero();
        assertThat(running.text()).contains(", pid " + agent.pid() + ", up ");
        assertThat(ask(shell, "--json").text()).startsWith("{\"state\":\"").contains("\"pid\":" + agent.pid());

        agent.signal("STOP");
        Answer stopped = ask(shell);
        while (stopped.code() == 0) {
            Thread.sleep(200);
            stopped = ask(shell);
        }
        assertThat(stopped.code()).isEqualTo(2);
        assertThat(stopped.text()).contains("has said nothing for").contains("stopped, frozen or starved");
        assertThat(ask(shell, "--json").text()).startsWith("{\"state\":\"stale\"");

        agent.signal("CONT");
        Answer again = ask(shell);
        while (again.code() == 2) {
            Thread.sleep(200);
            again = ask(shell);
        }
        assertThat(again.text()).doesNotContain("STUCK_CYCLE").doesNotContain("NOT_ACKNOWLEDGING");

        agent.kill();
        assertThat(ask(shell))
                .isEqualTo(new Answer(2, "vedette: the agent is not running: process " + agent.pid() + " has ended\n"));
    }

    @Test
    void answersOverHttpAndTheBooksAreInBalanceInAScrape() throws Exception {
        int port;
        try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process others = new ProcessBuilder("sh", "-c", "while sleep 0.05; do true; done").start();
        try {
            start("--http-listen=127.0.0.1:" + port);
            agent.awaitLog(READY);
            awaitListener(port);
            String base = "http://127.0.0.1:" + port;

            assertThat(get(base + "/livez").statusCode()).isEqualTo(200);
            assertThat(get(base + "/readyz").statusCode()).isEqualTo(200);
            TextFormat scrape = TextFormat.parse(get(base + "/metrics").body());
            while (scrape.sum("vedette_events_sent_total", key -> key.contains("kind=\"exec\"")) < 5) {
                scrape = TextFormat.parse(get(base + "/metrics").body());
            }
            for (String key : scrape.samples().keySet()) {
                if (key.startsWith("vedette_events_seen_total")) {
                    String labels = key.substring(key.indexOf('{') + 1, key.length() - 1);
                    double lost = scrape.sum(
                            "vedette_events_lost_total",
                            loss -> loss.contains(labels) && !loss.contains("stage=\"spool\""));
                    assertThat(scrape.get(key))
                            .as(key)
                            .isEqualTo(scrape.get("vedette_events_sent_total{" + labels + "}")
                                    + scrape.get("vedette_events_waiting{" + labels + "}")
                                    + lost);
                }
            }
            assertThat(scrape.sum("vedette_health", key -> true)).isEqualTo(1);
            assertThat(scrape.get("vedette_connected")).isZero();
            assertThat(scrape.get("vedette_spool_batches")).isPositive();
        } finally {
            others.destroy();
        }
    }

    @ParameterizedTest
    @CsvSource({"--strict=false, 0", "--strict, 5"})
    void onlyAStrictRunTellsThatSomethingWasNotDelivered(String strict, int code) throws Exception {
        start("--stop-timeout=0s", strict);
        agent.awaitLog(READY);

        assertThat(agent.stop()).as(agent.log()).isEqualTo(code);
        assertThat(agent.log()).contains("were not delivered in time; the spool keeps them", "vedette: stopped");
        assertThat(directory.resolve("status/file")).doesNotExist();
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        start("--stop-timeout=120s", "--strict");
        agent.awaitLog(READY);
        agent.signal("TERM");
        agent.awaitLog("told to stop");

        assertThat(agent.stop()).isEqualTo(5);
        assertThat(agent.log()).contains("told to stop a second time, ends at once");
    }

    /// In order when the start comes to its end in time.
    @Test
    void aSignalDuringTheStartEndsItWithoutAFault() throws Exception {
        start("--stop-timeout=0s");
        while (!Files.exists(directory.resolve("status/file"))) {
            Thread.onSpinWait();
        }

        assertThat(agent.stop()).as(agent.log()).isZero();
        assertThat(agent.log())
                .containsAnyOf("vedette: stopped", "the stop takes too long")
                .doesNotContain("caught");
    }
}
