package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.chaos.Certificates;
import io.vedette.core.delivery.VedetteProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `vedette injector` in a process of its own, with the flags of production, asked over HTTPS.
@Timeout(120)
final class InjectorServiceTest {

    private static final Path REVIEWS = Path.of("src/test/resources/io/vedette/core/injector/reviews");
    private static final Path CORPUS = Path.of("src/test/resources/io/vedette/core/inject/corpus");
    private static final String PATCHED = "\"patchType\":\"JSONPatch\"";
    private static final String ALLOWED = "\"allowed\":true";
    private static final String ON = "version: 1\ndefault: on\n";
    private static final String OFF = "version: 1\ndefault: off\n";

    @TempDir
    private Path directory = Path.of("");

    private Certificates certificates = new Certificates(Path.of(""));
    private Path policy = Path.of("");
    private Path log = Path.of("");
    private final List<VedetteProcess> services = new ArrayList<>();

    @BeforeEach
    void issue() throws Exception {
        certificates = Certificates.make(directory.resolve("tls"));
        certificates.issue("first", 30);
        policy = directory.resolve("policy.yaml");
        log = directory.resolve("log");
    }

    @AfterEach
    void kill() throws InterruptedException {
        for (VedetteProcess service : services) {
            service.kill();
        }
    }

    private VedetteProcess start(String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "injector",
                "--listen=127.0.0.1:0",
                "--certificate=" + certificates.certificate("first"),
                "--key=" + certificates.key("first"),
                "--endpoint=https://events.example.com"));
        options.addAll(List.of(more));
        VedetteProcess service = VedetteProcess.start(log, options.toArray(String[]::new));
        services.add(service);
        return service;
    }

    private static int port(VedetteProcess service) throws IOException, InterruptedException {
        return Integer.parseInt(
                service.awaitLog("listening on 127\\.0\\.0\\.1:([0-9]+) ").group(1));
    }

    private TlsClient client(VedetteProcess service) throws Exception {
        return new TlsClient(certificates, Optional.empty(), port(service));
    }

    private static byte[] review(String name) throws IOException {
        return Files.readAllBytes(REVIEWS.resolve(name + ".json"));
    }

    @Test
    void answersOnEveryPathCountsItAndStopsWithZero() throws Exception {
        VedetteProcess service = start();
        TlsClient client = client(service);
        byte[] definition = Files.readAllBytes(CORPUS.resolve("ecs-fargate-web.json"));
        String template = Files.readString(CORPUS.resolve("cfn-fargate-service.json"));

        assertThat(client.get("/livez")).startsWith("HTTP/1.1 200");
        assertThat(client.get("/readyz")).startsWith("HTTP/1.1 200");
        assertThat(client.post("/kubernetes", review("deployment-pod")))
                .startsWith("HTTP/1.1 200")
                .contains(PATCHED);
        assertThat(client.post("/ecs", definition)).contains("Vedette-Outcome: done", "\"https://events.example.com\"");
        assertThat(client.post(
                        "/cloudformation",
                        ("{\"requestId\":\"r\",\"fragment\":" + template + "}").getBytes(StandardCharsets.UTF_8)))
                .contains("\"status\":\"success\"", "VEDETTE_INJECTED");
        assertThat(client.get("/metrics"))
                .contains(
                        "vedette_injector_requests_total{outcome=\"injected\",path=\"/kubernetes\"} 1.0",
                        "vedette_injector_requests_total{outcome=\"unreadable\",path=\"/ecs\"} 0.0",
                        "vedette_injector_request_duration_seconds_count{path=\"/cloudformation\"} 1",
                        "vedette_injector_ready 1.0");
        assertThat(service.stop()).isZero();
    }

    @Test
    void talksTls12AndHttp11() throws Exception {
        TlsClient client = client(start());

        try (SSLSocket socket = client.connect("TLSv1.2")) {
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        }
        assertThatThrownBy(() -> client.connect("TLSv1.1")).isInstanceOf(IOException.class);
    }

    @Test
    void takesUpNewCertificatesAndKeepsTheOldOneWhenTheNewOneIsBroken() throws Exception {
        VedetteProcess service = start();
        TlsClient client = client(service);
        certificates.issue("second", 30);
        assertThat(shown(client)).isEqualTo(certificates.certificate("first"));

        replace(certificates.certificate("first"), "garbage");
        assertThat(client.post("/kubernetes", review("deployment-pod"))).contains(PATCHED);
        service.awaitLog("first.pem has no certificate in it; .*new connections go on with the files from before");

        replace(certificates.key("first"), Files.readString(certificates.key("second")));
        replace(certificates.certificate("first"), Files.readString(certificates.certificate("second")));
        assertThat(shown(client)).isEqualTo(certificates.certificate("second"));
    }

    /// Which of the two files it is, by what is in it now.
    private Path shown(TlsClient client) throws Exception {
        try (SSLSocket socket = client.connect("TLSv1.3")) {
            var shown = socket.getSession().getPeerCertificates()[0];
            Path second = certificates.certificate("second");
            return TlsClient.certificate(second).equals(shown) ? second : certificates.certificate("first");
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path copy = Files.writeString(file.resolveSibling("new"), text);
        Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void takesUpAChangedPolicyAndKeepsTheOldOneWhenTheNewOneIsBroken() throws Exception {
        Files.writeString(policy, OFF);
        VedetteProcess service = start("--policy=" + policy);
        TlsClient client = client(service);
        assertThat(client.post("/kubernetes", review("deployment-pod")))
                .contains(ALLOWED)
                .doesNotContain(PATCHED);

        replace(policy, ON);
        awaitPatch(client);

        replace(policy, "default: sometimes");
        while (!service.log().contains("; the policy from before goes on")) {
            client.get("/readyz");
        }
        assertThat(client.post("/kubernetes", review("deployment-pod"))).contains(PATCHED);
        assertThat(client.get("/readyz")).startsWith("HTTP/1.1 200");
    }

    @Test
    void withoutAPolicyThatCanBeReadEverythingIsAdmittedAsItIs() throws Exception {
        VedetteProcess service = start("--policy=" + policy);
        TlsClient client = client(service);

        assertThat(client.get("/readyz")).startsWith("HTTP/1.1 503").contains("policy.yaml can't be read");
        assertThat(client.get("/livez")).startsWith("HTTP/1.1 200");
        assertThat(client.post("/kubernetes", review("deployment-pod")))
                .startsWith("HTTP/1.1 200")
                .contains(ALLOWED, "policy.yaml can't be read")
                .doesNotContain(PATCHED);

        Files.writeString(policy, ON);
        awaitPatch(client);
        assertThat(client.get("/readyz")).startsWith("HTTP/1.1 200");
    }

    private static void awaitPatch(TlsClient client) throws Exception {
        while (!client.post("/kubernetes", review("deployment-pod")).contains(PATCHED)) {
            Thread.sleep(50);
        }
    }

    @Test
    void demandsCertificatesOfClientsWhereItIsToldTo() throws Exception {
        certificates.issue("client", 30);
        VedetteProcess service = start("--client-ca=" + certificates.authority());
        TlsClient stranger = client(service);
        TlsClient known = new TlsClient(certificates, Optional.of("client"), port(service));

        assertThat(known.post("/kubernetes", review("deployment-pod"))).contains(PATCHED);
        assertThatThrownBy(() -> stranger.get("/livez")).isInstanceOf(IOException.class);
        assertThat(service.log()).contains("(TLS, with certificates of clients)");
    }

    @Test
    void livesThroughWhateverComes() throws Exception {
        VedetteProcess service = start();
        TlsClient client = client(service);

        try (Socket half = send(service, "\u0016\u0003\u0001\2");
                Socket garbage = send(service, "GET / HTTP/1.1\r\n\r\n");
                SSLSocket slow = client.connect("TLSv1.3")) {
            slow.getOutputStream().write("POST /kubernetes HTTP/1.1\r\nContent-".getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();
            assertThat(garbage.getInputStream().readAllBytes()).isNotNull();
            assertThat(client.post("/kubernetes", review("deployment-pod"))).contains(PATCHED);
            assertThat(half.isConnected()).isTrue();
        }
        assertThat(postTooMuch(client)).isTrue();
        assertThat(client.post("/kubernetes", "garbage".getBytes(StandardCharsets.UTF_8)))
                .startsWith("HTTP/1.1 400")
                .contains("this is no review that can be answered");
        for (int i = 0; i < 20; i++) {
            assertThat(client.post("/kubernetes", large()))
                    .startsWith("HTTP/1.1 200")
                    .contains(ALLOWED);
        }
        assertThat(client.post("/kubernetes", review("deployment-pod"))).contains(PATCHED);
        assertThat(service.stop()).isZero();
    }

    /// The connection may be closed before all of it is sent.
    private static boolean postTooMuch(TlsClient client) {
        try {
            return client.post("/kubernetes", new byte[3 << 20]).startsWith("HTTP/1.1 413");
        } catch (IOException closed) {
            return true;
        }
    }

    private static Socket send(VedetteProcess service, String bytes) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(service));
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /// Many small values, which take the most memory for their bytes.
    private static byte[] large() throws IOException {
        String review = new String(review("deployment-pod"), StandardCharsets.UTF_8);
        String many = "\"containers\":[" + "{\"a\":1},".repeat(240_000);
        return review.replace("\"containers\":[", many).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void plainTextHasToBeAskedFor() throws Exception {
        VedetteProcess service = VedetteProcess.start(log, "injector", "--listen=127.0.0.1:0", "--plaintext");
        services.add(service);

        try (Socket socket = send(service, "GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n")) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(service.log()).contains("(plain text)");
    }

    @Test
    void whatCannotBeUsedIsSaidInALineThatSaysWhatToDo() throws IOException {
        String certificate = "--certificate=" + certificates.certificate("first");
        String key = "--key=" + certificates.key("first");

        assertThat(CommandRun.of("injector"))
                .extracting(CommandRun::exitCode, run -> run.err().strip())
                .containsExactly(2, "vedette: it takes --certificate and --key, or --plaintext for HTTP without TLS");
        assertThat(CommandRun.of("injector", "--plaintext", key).exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("injector", certificate, key, "--listen=here").err())
                .contains("--listen must be HOST:PORT")
                .hasLineCount(1);
        assertThat(CommandRun.of("injector", certificate, key, "--image=a b").exitCode())
                .isEqualTo(2);
        Files.writeString(certificates.key("first"), "none");
        assertThat(CommandRun.of("injector", certificate, key, "--listen=127.0.0.1:0"))
                .extracting(CommandRun::exitCode)
                .isEqualTo(1);
    }
}
