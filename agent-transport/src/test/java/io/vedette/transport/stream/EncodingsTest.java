package io.vedette.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.compress.Encoding;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EncodingsTest {

    private final Endpoint one = Endpoint.parse("https://one");
    private final Endpoint other = Endpoint.parse("https://other");
    private final Encodings encodings = new Encodings(List.of(Encoding.values()));

    @Test
    void remembersForEachEndpointWhatItTook() {
        assertThat(encodings.refused(one, null)).isTrue();

        assertThat(encodings.of(one)).isEqualTo(Encoding.GZIP);
        assertThat(encodings.of(other)).isEqualTo(Encoding.ZSTD);
    }

    @Test
    void leavesOutWhatTheEndpointSaysItDoesNotTake() {
        assertThat(encodings.refused(one, "identity, deflate")).isTrue();

        assertThat(encodings.of(one)).isEqualTo(Encoding.NONE);
    }

    @Test
    void startsAnewWhenItWasNotForTheCompression() {
        assertThat(encodings.refused(one, null)).isTrue();
        assertThat(encodings.refused(one, null)).isTrue();
        assertThat(encodings.refused(one, null)).isFalse();

        assertThat(encodings.of(one)).isEqualTo(Encoding.ZSTD);
    }

    @Test
    void usesOnlyWhatIsAllowed() {
        Encodings gzip = new Encodings(List.of(Encoding.GZIP));

        assertThat(gzip.of(one)).isEqualTo(Encoding.GZIP);
        assertThat(gzip.refused(one, null)).isFalse();
    }
}
