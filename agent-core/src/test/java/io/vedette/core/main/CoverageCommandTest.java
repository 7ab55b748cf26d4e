package io.vedette.core.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.core.coverage.CoverageConfig;
import io.vedette.core.coverage.CoverageService;
import io.vedette.core.coverage.CoverageSink;
import io.vedette.core.coverage.Exclusions;
import io.vedette.core.coverage.Place;
import io.vedette.core.coverage.Rules;
import io.vedette.core.http.HttpServer;
import io.vedette.core.http.ListenAddress;
import io.vedette.transport.endpoint.BatchLines;
import io.vedette.transport.endpoint.JsonLinesSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `vedette coverage` and the pages that it asks.
final class CoverageCommandTest {

    private static final String TASK = "{\"taskArn\":\"arn:aws:ecs:eu-west-1:111122223333:task/%s/%s\",\"clusterArn\":"
            + "\"arn:aws:ecs:eu-west-1:111122223333:cluster/%s\",\"group\":\"service:web\",\"lastStatus\":\"RUNNING\","
            + "\"containers\":[{\"name\":\"vedette\",\"lastStatus\":\"%s\"}]}";

    private CoverageService service;
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() {
        InstantSource clock = Clock.fixed(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC);
        service = CoverageService.start(
                new CoverageConfig(
                        List.of(),
                        new Place("", "", "", ""),
                        new Rules(
                                "vedette",
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(60),
                                Optional.empty()),
                        100,
                        Duration.ofMillis(1),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new CoverageSink(new JsonLinesSink(BatchLines.named("json"), new ByteArrayOutputStream())),
                Exclusions.NONE,
                clock,
                sentence -> {});
        server = HttpServer.start(
                ListenAddress.parse("--coverage", "127.0.0.1:0"), CoveragePages.of(service), sentence -> {});
        url = "http://127.0.0.1:" + server.bound().join();
    }

    @AfterEach
    void stop() {
        server.close();
        service.close();
    }

    private String ask(String path, String body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(UTF_8));
            }
        }
        int status = connection.getResponseCode();
        try (InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return status + " " + new String(answer.readAllBytes(), UTF_8);
        }
    }

    private void tellOfTwo() throws Exception {
        String tasks = "{\"tasks\":[" + TASK.formatted("good", "one", "good", "RUNNING") + ","
                + TASK.formatted("bad", "two", "bad", "STOPPED") + "]}";
        assertThat(ask("/tasks", tasks)).isEqualTo("200 {\"tasks\":2}\n");
        while (!ask("/coverage?state=unhealthy", "").contains("AGENT_EXITED")) {
            Thread.sleep(5);
        }
    }

    @Test
    void anEmptyReportSaysWhatToDo() {
        CommandRun run = CommandRun.of("coverage", "--url", url, "--strict");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("no task is known: give the endpoint --tasks, or post them to /tasks\n");
    }

    @Test
    void theTableIsAlignedAndTheWorstComesFirst() throws Exception {
        tellOfTwo();

        CommandRun run = CommandRun.of("coverage", "--url", url + "/");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().toList())
                .containsExactly(
                        "ACCOUNT       CLUSTER  COVERED  UNHEALTHY  STARTING  HEALTHY  EXCLUDED  UNEXPECTED",
                        "111122223333  bad      0.0%     1          0         0        0         0",
                        "111122223333  good     100.0%   0          1         0        0         0",
                        "",
                        "STATE      SINCE  ACCOUNT       CLUSTER  SERVICE  TASK  ISSUE",
                        "unhealthy  0s     111122223333  bad      web      two   Agent exited: the agent's container "
                                + "vedette ended while its task goes on: it never ran. See the task's events",
                        "starting   0s     111122223333  good     web      one   -");
    }

    @Test
    void strictnessIsToldByTheCodeAndFiltersCount() throws Exception {
        tellOfTwo();

        assertThat(CommandRun.of("coverage", "--url", url, "--strict").exitCode())
                .isEqualTo(9);
        assertThat(CommandRun.of("coverage", "--url", url, "--strict", "--cluster=good")
                        .exitCode())
                .isZero();
        assertThat(CommandRun.of("coverage", "--url", url, "--state=starting").out())
                .contains("one")
                .doesNotContain("two");
        assertThat(CommandRun.of("coverage", "--url", url, "--account=1", "--service=web")
                        .out())
                .startsWith("no task is known");
    }

    @Test
    void theJsonIsRolledUp() throws Exception {
        tellOfTwo();

        JsonNode report = new ObjectMapper()
                .readTree(CommandRun.of("coverage", "--url", url, "--json").out());
        assertThat(report.at("/totals/unhealthy").asInt()).isEqualTo(1);
        assertThat(report.at("/accounts/0/account").asText()).isEqualTo("111122223333");
        assertThat(report.at("/accounts/0/totals/starting").asInt()).isEqualTo(1);
        JsonNode bad = report.at("/accounts/0/clusters/0");
        assertThat(bad.path("cluster").asText()).isEqualTo("bad");
        assertThat(bad.at("/totals/percent").asDouble(-1)).isZero();
        JsonNode task = bad.at("/services/0/tasks/0");
        assertThat(task.path("id").asText()).isEqualTo("arn:aws:ecs:eu-west-1:111122223333:task/bad/two");
        assertThat(task.path("state").asText()).isEqualTo("unhealthy");
        assertThat(task.at("/issues/0/code").asText()).isEqualTo("AGENT_EXITED");
        assertThat(task.path("agent").isNull()).isTrue();
    }

    @Test
    void whatCantBeReadIsOneLine() throws Exception {
        assertThat(ask("/tasks", "{\"tasks\":["))
                .startsWith("400 it is no JSON: ")
                .endsWith("\n");
        assertThat(ask("/tasks", "{}")).startsWith("400 nothing in it is known: ");
        assertThat(ask("/coverage?state=well", "")).startsWith("400 state has to be one of");
    }

    @Test
    void podsAreWhereThePostSaysTheyAre() throws Exception {
        ask(
                "/tasks?cluster=kube&account=444455556666",
                "{\"kind\":\"Pod\",\"metadata\":{\"uid\":\"u\",\"name\":\"p\",\"namespace\":\"n\"}}");

        assertThat(CommandRun.of("coverage", "--url", url).out())
                .contains("starting  0s     444455556666  kube     n/p");
    }
}
