package io.vedette.transport.stream;

import static io.vedette.transport.TestBatches.append;
import static io.vedette.transport.stream.Delivery.config;
import static io.vedette.transport.stream.Delivery.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vedette.transport.TestAuthority;
import io.vedette.transport.TestAuthority.Issued;
import io.vedette.transport.ThreadLeaks;
import io.vedette.transport.Waiting;
import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import io.vedette.transport.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ThreadLeaks.class)
final class ProxyTest {

    private static final Endpoint FAR = new Endpoint("events.invalid", 4317, false);

    @TempDir
    Path temp;

    private Delivery delivery;

    @BeforeEach
    void fill() {
        delivery = new Delivery();
        append(delivery.spool, 1, 1, 20, 1000);
    }

    @AfterEach
    void close() throws Exception {
        delivery.close();
    }

    @Test
    void deliversThroughAProxyThatResolvesTheName() throws Exception {
        IngestServer server = delivery.serve(IngestConfig.plaintext("127.0.0.1", 0));
        ConnectProxy proxy = delivery.opened(new ConnectProxy(server.port(), null, 200));

        Publisher publisher = delivery.start(config(FAR).with(through(proxy.port(), null)));

        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);
        assertThat(proxy.asked).containsExactly("CONNECT events.invalid:4317 HTTP/1.1");
    }

    @Test
    void speaksTlsWithTheEndpointNotWithTheProxy() throws Exception {
        TestAuthority authority = new TestAuthority(temp, "authority");
        Issued shown = authority.issue("dns:events.invalid");
        IngestServer server =
                delivery.serve(IngestConfig.tls("127.0.0.1", 0, new TlsFiles(null, shown.certificate(), shown.key())));
        ConnectProxy proxy = delivery.opened(new ConnectProxy(server.port(), "me:s3:cr%t", 200));

        Publisher publisher = delivery.start(config(new Endpoint("events.invalid", 443, true))
                .with(through(proxy.port(), "me:s3:cr%25t"))
                .with(new TlsConfig(new TlsFiles(authority.certificate(), null, null), null)));

        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);
        assertThat(publisher.status().security()).isEqualTo("TLSv1.3");
        assertThat(delivery.said)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain("s3:cr"));
    }

    @Test
    void saysThatTheProxyDemandsOrRefusesCredentials() throws Exception {
        ConnectProxy proxy = delivery.opened(new ConnectProxy(1, "me:secret", 200));

        assertThat(failure(delivery.start(config(FAR).with(through(proxy.port(), null)))))
                .isEqualTo("endpoint " + FAR + " (through proxy http://127.0.0.1:" + proxy.port()
                        + ") can't be reached: the proxy demands a user and password (407):"
                        + " http://user:password@host:port");
        assertThat(failure(delivery.start(config(FAR).with(through(proxy.port(), "me:wrong")))))
                .contains("http://***@127.0.0.1", "does not accept the user and password that were given (407)")
                .doesNotContain("wrong");
    }

    @Test
    void saysThatTheProxyRefusesTheTunnel() throws Exception {
        ConnectProxy proxy = delivery.opened(new ConnectProxy(1, null, 403));

        assertThat(failure(delivery.start(config(FAR).with(through(proxy.port(), null)))))
                .contains("the proxy refused the tunnel with status 403");
    }

    @Test
    void saysThatTheProxyIsNotThere() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(failure(delivery.start(config(FAR).with(through(port, null)))))
                .isEqualTo("endpoint " + FAR + " (through proxy http://127.0.0.1:" + port
                        + ") can't be reached: the proxy refuses connections");
        assertThat(failure(delivery.start(
                        config(FAR).with(ProxyConfig.always(HttpProxy.parse("--proxy", "http://proxy.invalid:3128"))))))
                .contains("the proxy's name can't be resolved");
    }

    @Test
    void saysWhichProxyIsSilent() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Timeouts soon = Delivery.timeouts(java.time.Duration.ofMillis(300), Delivery.LONG);

            assertThat(failure(delivery.start(config(FAR).with(soon).with(through(silent.getLocalPort(), null)))))
                    .isEqualTo("endpoint " + FAR + " (through proxy http://127.0.0.1:" + silent.getLocalPort()
                            + ") did not take the stream within 300 ms");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://host.example:443, '', true",
        "http://host.example:80, '', false",
        "https://localhost:443, '', false",
        "https://127.0.0.2:443, '', false",
        "https://[::1]:443, '', false",
        "https://host.example:443, '*', false",
        "https://host.example:443, 'a.b, example', false",
        "https://host.example:443, '.example', false",
        "https://host.example:443, '*.example', false",
        "https://host.example:443, 'ample', true",
        "https://host.example:443, 'HOST.example:443', false",
        "https://host.example:443, 'host.example:444', true",
        "https://10.1.2.3:443, '10.0.0.0/8', false",
        "https://11.1.2.3:443, '10.0.0.0/8', true",
        "https://10.1.2.3:443, '10.0.0.0/x', true",
        "https://[fd00::7]:443, 'fd00::/16', false",
    })
    void theEnvironmentIsUnderstoodAsUsersExpect(String endpoint, String except, boolean isProxied) {
        ProxyConfig config = ProxyConfig.of(Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", except));

        assertThat(config.forEndpoint(Endpoint.parse(endpoint)).isPresent()).isEqualTo(isProxied);
    }

    @Test
    void smallLettersComeFirstAndASchemeIsNotNeeded() {
        ProxyConfig config = ProxyConfig.of(Map.of("HTTPS_PROXY", "http://big:1", "https_proxy", "small:2"));

        assertThat(config.proxy()).isEqualTo(new HttpProxy("small", 2, null, null));
        assertThat(ProxyConfig.of(Map.of("HTTPS_PROXY", ""))).isEqualTo(ProxyConfig.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://u:secret@host",
                "https://u:secret@host:1",
                "socks5://u:secret@host:1",
                "http://u:sec ret@host:1",
                "http://u:secret@host:1/path",
                "http://u:secret@:1",
                "http://u:secret@host:99999"
            })
    void aWrongProxyIsNamedByItsOptionAlone(String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpProxy.parse("--proxy", wrong))
                .withMessageStartingWith("--proxy ")
                .withMessageEndingWith("; expected http://[user:password@]host:port")
                .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain("secret", "sec ret"));
    }

    @Test
    void noTextShowsThePassword() {
        HttpProxy proxy = HttpProxy.parse("--proxy", "http://me:sec%20ret@proxy:3128");

        assertThat(proxy.password()).isEqualTo("sec ret");
        assertThat(config(FAR).with(ProxyConfig.always(proxy)).toString()).doesNotContain("sec");
    }

    private static ProxyConfig through(int port, @Nullable String credentials) throws IOException {
        String user = credentials == null ? "" : credentials + "@";
        return ProxyConfig.always(HttpProxy.parse("--proxy", "http://" + user + "127.0.0.1:" + port));
    }
}
