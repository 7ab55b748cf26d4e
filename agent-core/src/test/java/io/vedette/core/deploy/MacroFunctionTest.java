package io.vedette.core.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.vedette.core.delivery.VedetteProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The function of the macro's template, run as it stands there.
final class MacroFunctionTest {

    private static final String PYTHON = "/usr/bin/python3";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT = """
            {"region": "eu-west-1", "accountId": "111122223333", "transformId": "111122223333::Vedette", "params": {},
             "requestId": "r-1", "templateParameterValues": {}, "fragment": {"Resources": {"before": {}}}}""";

    private static final String APP = "{\"Name\": \"app\", \"Image\": \"app:1\", \"Memory\": 128}";
    private static final String TASK =
            "\"task\": {\"Type\": \"AWS::ECS::TaskDefinition\", \"Properties\": {\"Family\": \"web\", "
                    + "\"Cpu\": \"256\", \"Memory\": \"512\", \"ContainerDefinitions\": [" + APP + "]}}";

    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    private HttpServer injector;
    private volatile String answer = "";
    private volatile int status = 200;

    @BeforeEach
    void startInjector() throws IOException {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), "skipped: there is no " + PYTHON);
        injector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        injector.createContext("/cloudformation", exchange -> {
            try (exchange) {
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                byte[] bytes = answer.getBytes(UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        injector.start();
        Files.writeString(
                directory.resolve("index.py"),
                Template.read("ecs/injector-macro.yaml")
                        .resources()
                        .at("/Function/Properties/Code/ZipFile")
                        .asText());
    }

    @AfterEach
    void stopInjector() {
        if (injector != null) {
            injector.stop(0);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + injector.getAddress().getPort();
    }

    private JsonNode handle(String url) throws Exception {
        return handle(url, EVENT);
    }

    private JsonNode handle(String url, String event) throws Exception {
        String call = "import json, sys; sys.stdout = sys.stderr; import index; "
                + "answer = index.handler(json.load(sys.stdin), None); print(json.dumps(answer), file=sys.__stdout__)";
        ProcessBuilder python = new ProcessBuilder(List.of(PYTHON, "-B", "-c", call))
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        python.environment().put("INJECTOR_URL", url);
        Process process = python.start();
        process.getOutputStream().write(event.getBytes(UTF_8));
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return JSON.readTree(printed);
    }

    @Test
    void givesTheFragmentThatTheInjectorMakes() throws Exception {
        answer = "{\"requestId\": \"r-1\", \"status\": \"success\", \"fragment\": {\"Resources\": {\"after\": {}}}}";

        JsonNode result = handle(url());

        assertThat(JSON.readTree(bodies.take())).isEqualTo(JSON.readTree(EVENT));
        assertThat(result).isEqualTo(JSON.readTree(answer));
    }

    @Test
    void givesTheFragmentWithTheSidecarThatTheServiceAdds() throws Exception {
        VedetteProcess service = VedetteProcess.start(
                directory.resolve("service.log"), "injector", "--plaintext", "--listen", "127.0.0.1:0");
        try {
            String port = service.awaitLog("listening on 127.0.0.1:([0-9]+)").group(1);

            JsonNode result = handle("http://127.0.0.1:" + port, EVENT.replace("\"before\": {}", TASK));

            JsonNode containers = result.at("/fragment/Resources/task/Properties/ContainerDefinitions");
            assertThat(result.path("requestId").asText()).isEqualTo("r-1");
            assertThat(containers).hasSize(2);
            assertThat(containers.path(0)).isEqualTo(JSON.readTree(APP));
            assertThat(containers.path(1).path("Name").asText()).isEqualTo("vedette");
            assertThat(containers.path(1).path("Essential").asBoolean(true)).isFalse();
        } finally {
            service.kill();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | {\"status\": \"success\", \"fragment\": {}}",
                "200 | {\"status\": \"failure\", \"fragment\": {}}",
                "200 | {\"status\": \"success\"}",
                "200 | []",
                "200 | <html>",
                "404 | no"
            })
    void givesTheFragmentAsItWasWhenTheInjectorFails(int code, String text) throws Exception {
        status = code;
        answer = text;

        assertThat(handle(url())).isEqualTo(unchanged());
    }

    @Test
    void givesTheFragmentAsItWasWhenThereIsNoInjector() throws Exception {
        String url = url();
        injector.stop(0);

        assertThat(handle(url)).isEqualTo(unchanged());
    }

    private static JsonNode unchanged() throws IOException {
        return JSON.readTree(
                "{\"requestId\": \"r-1\", \"status\": \"success\", \"fragment\": {\"Resources\": {\"before\": {}}}}");
    }
}
