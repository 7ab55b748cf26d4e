package io.vedette.transport.stream;

import static io.vedette.transport.TestBatches.append;
import static io.vedette.transport.stream.Delivery.config;
import static io.vedette.transport.stream.Delivery.failure;
import static io.vedette.transport.stream.Delivery.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.TestAuthority;
import io.vedette.transport.TestAuthority.Issued;
import io.vedette.transport.ThreadLeaks;
import io.vedette.transport.Waiting;
import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import io.vedette.transport.tls.Engine;
import io.vedette.transport.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(ThreadLeaks.class)
final class TlsDeliveryTest {

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static Issued server;
    private static Issued agent;

    private Delivery delivery;

    @BeforeAll
    static void issue() throws Exception {
        authority = new TestAuthority(shared, "authority");
        stranger = new TestAuthority(shared, "stranger");
        server = authority.issue("dns:localhost,ip:127.0.0.1");
        agent = authority.issue("dns:agent");
    }

    @BeforeEach
    void fill() {
        delivery = new Delivery();
        append(delivery.spool, 1, 1, 20, 1000);
    }

    @AfterEach
    void close() throws Exception {
        delivery.close();
    }

    static Stream<Engine> engines() {
        return Stream.of(Engine.best(), Engine.JDK);
    }

    @Test
    void theNativePartsWorkHere() {
        assertThat(NetworkStack.ofThisMachine()).hasToString("epoll, BoringSSL, zstd");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void deliversOverTls(Engine engine) throws Exception {
        Endpoint endpoint = serve(server, null);
        Publisher publisher = delivery.start(config(endpoint).with(trusting(authority)), engine);

        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);

        assertThat(publisher.status().security()).isEqualTo("TLSv1.3");
        assertThat(delivery.kept).containsExactlyElementsOf(upTo(20));
        assertThat(delivery.said)
                .containsExactly("delivers to endpoint " + endpoint + ", TLSv1.3, compression zstd, continued");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void saysWhoseAuthorityIsNotTrusted(Engine engine) throws Exception {
        Endpoint endpoint = serve(server, null);

        assertThat(failure(delivery.start(config(endpoint), engine)))
                .isEqualTo("endpoint " + endpoint
                        + " has a certificate of an authority that is not trusted: CN=authority; give its authority with"
                        + " --ca-file");
        assertThat(delivery.kept).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void saysWhenTheCertificateExpired(Engine engine) throws Exception {
        // A server of Java's own: ours would not start with such a certificate.
        try (PlainTlsServer expired = new PlainTlsServer(authority.expired())) {
            Endpoint endpoint = new Endpoint("localhost", expired.port(), true);

            assertThat(failure(delivery.start(config(endpoint).with(trusting(authority)), engine)))
                    .startsWith("endpoint " + endpoint + " has a certificate that expired at 20");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void saysWhichNamesTheCertificateHas(Engine engine) throws Exception {
        Endpoint endpoint = serve(authority.issue("dns:events.example.com,dns:other.example.com"), null);
        PublisherConfig config = config(endpoint).with(trusting(authority));

        assertThat(failure(delivery.start(config, engine)))
                .isEqualTo("endpoint " + endpoint + " has a certificate for other names: events.example.com,"
                        + " other.example.com; use one of these, or --server-name");

        TlsFiles files = new TlsFiles(authority.certificate(), null, null);
        delivery.start(config.with(new TlsConfig(files, "events.example.com")), engine);
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, () -> delivery.said);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void saysThatAnEndpointDoesNotSpeakTls(Engine engine) throws Exception {
        IngestServer plain = delivery.serve(IngestConfig.plaintext("127.0.0.1", 0));
        Endpoint endpoint = new Endpoint("localhost", plain.port(), true);

        assertThat(failure(delivery.start(config(endpoint).with(trusting(authority)), engine)))
                .isEqualTo("endpoint " + endpoint
                        + " does not speak TLS; if it is meant to be plain text, write it as http://");
    }

    @Test
    void saysThatAnEndpointAnswersWithAnAlertOfTls() throws Exception {
        try (PlainTlsServer alerting = new PlainTlsServer(server)) {
            Endpoint endpoint = new Endpoint("localhost", alerting.port(), false);

            assertThat(failure(delivery.start(config(endpoint))))
                    .isEqualTo("endpoint " + endpoint
                            + " speaks TLS and was spoken to in plain text; write it as https://");
        }
    }

    @Test
    void saysThatAnEndpointSpeaksTls() throws Exception {
        Endpoint tls = serve(server, null);
        Endpoint endpoint = new Endpoint("localhost", tls.port(), false);

        assertThat(failure(delivery.start(config(endpoint))))
                .isEqualTo("endpoint " + endpoint
                        + " closed the connection before it had answered; if it speaks TLS, write it as https://");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void saysThatAnEndpointSpeaksNoHttp2(Engine engine) throws Exception {
        try (PlainTlsServer web = new PlainTlsServer(server)) {
            Endpoint endpoint = new Endpoint("localhost", web.port(), true);

            assertThat(failure(delivery.start(config(endpoint).with(trusting(authority)), engine)))
                    .startsWith("endpoint " + endpoint + " speaks TLS but not HTTP/2");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void showsItsCertificate(Engine engine) throws Exception {
        Endpoint endpoint = serve(server, authority);

        delivery.start(config(endpoint).with(showing(agent)), engine);

        Waiting.until(() -> delivery.spool.waitingBatches() == 0, () -> delivery.said);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void saysThatAClientCertificateIsDemanded(Engine engine) throws Exception {
        Endpoint endpoint = serve(server, authority);

        assertThat(failure(delivery.start(config(endpoint).with(trusting(authority)), engine)))
                .startsWith("endpoint " + endpoint)
                .contains("--client-certificate and --client-key");
        assertThat(delivery.kept).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void saysThatItsCertificateIsRefused(Engine engine) throws Exception {
        Endpoint endpoint = serve(server, authority);

        assertThat(failure(delivery.start(config(endpoint).with(showing(stranger.issue("dns:agent"))), engine)))
                .startsWith("endpoint " + endpoint)
                .contains("client certificate");
        assertThat(delivery.kept).isEmpty();
    }

    @Test
    void saysWhichFileCannotBeUsedAndWhy() throws Exception {
        Path missing = temp.resolve("missing.pem");
        Path empty = Files.writeString(temp.resolve("empty.pem"), "nothing");
        Path encrypted = convert("encrypted.pem", "pkcs8", "-topk8", "-passout", "pass:x");
        Path old = convert("old.pem", "ec");
        Issued expired = authority.expired();

        assertThat(cause(new TlsFiles(missing, null, null)))
                .isEqualTo(
                        "authorities' file " + missing + " does not exist; check the path and what is mounted there");
        assertThat(cause(new TlsFiles(empty, null, null))).contains("has no certificate in it");
        assertThat(cause(showing(agent.certificate(), server.key())))
                .isEqualTo("key " + server.key() + " doesn't belong to certificate " + agent.certificate()
                        + "; give both from the same pair");
        assertThat(cause(showing(agent.certificate(), encrypted)))
                .contains(encrypted + " is encrypted", "openssl pkey");
        assertThat(cause(showing(agent.certificate(), old))).contains("EC PRIVATE KEY", "openssl pkcs8 -topk8");
        assertThat(cause(showing(agent.certificate(), empty))).contains("has no private key in it");
        assertThat(cause(showing(expired.certificate(), expired.key()))).contains("expired at 20", "put a new one");
    }

    @Test
    void renewsItsConnectionWhenItsCertificateWasReplaced() throws Exception {
        Issued used = copy(agent);
        Endpoint endpoint = serve(server, authority);
        Publisher publisher = delivery.start(
                config(endpoint).with(showing(used)).with(Delivery.timeouts(Delivery.LONG, Delivery.LONG)));
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);

        authority.issue("dns:agent").replace(used);

        Waiting.until(() -> publisher.status().streams() == 2, publisher::status);
        append(delivery.spool, 1, 21, 40, 1000);
        publisher.wakeUp();
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);
        assertThat(publisher.status().renewals()).isEqualTo(1);
        assertThat(publisher.status().lastError()).isEmpty();
        assertThat(delivery.kept).containsExactlyElementsOf(upTo(40));
    }

    @Test
    void keepsItsConnectionWhenTheNewFilesCannotBeUsed() throws Exception {
        Issued used = copy(agent);
        Endpoint endpoint = serve(server, authority);
        Publisher publisher = delivery.start(
                config(endpoint).with(showing(used)).with(Delivery.timeouts(Delivery.LONG, Delivery.LONG)));
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);

        Files.writeString(used.certificate(), "broken");

        assertThat(failure(publisher))
                .startsWith("certificate " + used.certificate() + " has no certificate in it")
                .endsWith("; the connection stays as it is");
        append(delivery.spool, 1, 21, 40, 1000);
        publisher.wakeUp();
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);
        assertThat(publisher.status().streams()).isEqualTo(1);
    }

    @Test
    void connectsWithTheFilesFromBeforeWhenTheNewOnesCannotBeUsed() throws Exception {
        Issued used = copy(agent);
        IngestServer first = delivery.serve(IngestConfig.tls("127.0.0.1", 0, serverFiles(server, authority)));
        Endpoint endpoint = new Endpoint("localhost", first.port(), true);
        Publisher publisher = delivery.start(config(endpoint).with(showing(used)));
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);

        Files.writeString(used.key(), "broken");
        first.close();
        delivery.serve(IngestConfig.tls("127.0.0.1", endpoint.port(), serverFiles(server, authority)));
        append(delivery.spool, 1, 21, 40, 1000);
        publisher.wakeUp();

        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);
        assertThat(delivery.said)
                .anyMatch(line ->
                        line.startsWith("key " + used.key()) && line.endsWith("the files from before are used"));
    }

    @Test
    void anEndpointTakesItsNewCertificateForNewConnections() throws Exception {
        Issued used = copy(server);
        Endpoint endpoint = serve(used, null);
        delivery.start(config(endpoint).with(trusting(authority)));
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, () -> delivery.said);

        stranger.issue("dns:localhost").replace(used);

        append(delivery.spool, 1, 21, 40, 1000);
        delivery.start(config(endpoint).with(trusting(stranger)));
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, () -> delivery.said);

        Files.writeString(used.key(), "broken");
        append(delivery.spool, 1, 41, 60, 1000);
        delivery.start(config(endpoint).with(trusting(stranger)));
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, () -> delivery.said);
        assertThat(delivery.said)
                .anyMatch(line -> line.startsWith("key " + used.key())
                        && line.endsWith("; new connections go on with the files from before"));
    }

    private Endpoint serve(Issued shown, @Nullable TestAuthority clients) throws Exception {
        IngestServer started = delivery.serve(IngestConfig.tls("127.0.0.1", 0, serverFiles(shown, clients)));
        return new Endpoint("localhost", started.port(), true);
    }

    private static TlsFiles serverFiles(Issued shown, @Nullable TestAuthority clients) {
        return new TlsFiles(clients == null ? null : clients.certificate(), shown.certificate(), shown.key());
    }

    private static TlsConfig trusting(TestAuthority trusted) {
        return new TlsConfig(new TlsFiles(trusted.certificate(), null, null), null);
    }

    private static TlsConfig showing(Issued shown) {
        return new TlsConfig(showing(shown.certificate(), shown.key()), null);
    }

    private static TlsFiles showing(Path certificate, Path key) {
        return new TlsFiles(authority.certificate(), certificate, key);
    }

    /// Why files can't be used, as the status has it.
    private String cause(TlsFiles files) throws Exception {
        try (Publisher publisher =
                delivery.start(config(new Endpoint("localhost", 1, true)).with(new TlsConfig(files, null)))) {
            String sentence = failure(publisher);
            assertThat(sentence)
                    .startsWith("endpoint https://localhost:1 can't be tried: ")
                    .doesNotContain("\n");
            return sentence.substring("endpoint https://localhost:1 can't be tried: ".length());
        }
    }

    private Issued copy(Issued from) throws Exception {
        return new Issued(
                Files.copy(from.certificate(), temp.resolve("used.pem")),
                Files.copy(from.key(), temp.resolve("used.key")));
    }

    private Path convert(String name, String... command) throws Exception {
        Path to = temp.resolve(name);
        Process openssl = new ProcessBuilder(Stream.concat(
                                Stream.concat(Stream.of("openssl"), Stream.of(command)),
                                Stream.of("-in", agent.key().toString(), "-out", to.toString()))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(openssl.waitFor()).as("openssl").isZero();
        return to;
    }
}
