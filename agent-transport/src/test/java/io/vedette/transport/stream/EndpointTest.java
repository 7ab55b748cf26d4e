package io.vedette.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "https://collector, collector, 443, true",
        "https://collector/, collector, 443, true",
        "https://collector.internal:8443, collector.internal, 8443, true",
        "http://127.0.0.1:4500, 127.0.0.1, 4500, false",
        "https://[fd00::1]:9000, fd00::1, 9000, true",
        "HTTPS://Collector, Collector, 443, true",
    })
    void readsWhatAnOperatorWrites(String text, String host, int port, boolean tls) {
        assertThat(Endpoint.parse(text)).isEqualTo(new Endpoint(host, port, tls));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "collector",
                "collector:443",
                "grpc://collector",
                "http://collector",
                "https://",
                "https://a:0",
                "https://a:65536",
                "https://a/path",
                "https://a?b",
                "https://user@a",
                "https://a b",
                "https://:443"
            })
    void refusesAnythingElseInOneLine(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(text))
                .withMessageStartingWith("endpoint \"" + text.replace("user@", "***@") + "\" ")
                .withMessageContaining("https://host[:port]")
                .withMessageNotContaining("\n");
    }

    @Test
    void printsWhatItRead() {
        assertThat(Endpoint.parse("https://[fd00::1]").toString()).isEqualTo("https://[fd00::1]:443");
        assertThat(Endpoint.parse("http://a:1").toString()).isEqualTo("http://a:1");
    }
}
