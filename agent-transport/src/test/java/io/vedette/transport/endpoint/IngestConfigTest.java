package io.vedette.transport.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Addresses as they are given on the command line.
final class IngestConfigTest {

    @Test
    void readsListenAddresses() {
        assertThat(IngestConfig.parseListen("127.0.0.1:0")).isEqualTo(IngestConfig.plaintext("127.0.0.1", 0));
        assertThat(IngestConfig.parseListen("[::1]:4500")).isEqualTo(IngestConfig.plaintext("::1", 4500));
        assertThat(IngestConfig.parseListen(":4500")).isEqualTo(IngestConfig.plaintext("0.0.0.0", 4500));
        for (String wrong : List.of("", "4500", "a:", "a:b", "a:70000")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> IngestConfig.parseListen(wrong))
                    .withMessage("listen address \"" + wrong + "\" is not HOST:PORT");
        }
    }
}
