package io.vedette.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ErrorLogTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ErrorLog log = new ErrorLog(new PrintStream(said, true, StandardCharsets.UTF_8));

    private long lines() {
        return said.toString(StandardCharsets.UTF_8).lines().count();
    }

    private static IllegalStateException fault(String message) {
        return new IllegalStateException(message);
    }

    @Test
    void countsEveryFaultAndSaysEachCauseOnceInOneLine() {
        for (int i = 0; i < 1000; i++) {
            log.onError(fault("a message\nof two lines"));
        }

        assertThat(log.count()).isEqualTo(1000);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("vedette: caught IllegalStateException: a message of two lines at ErrorLogTest.java:")
                .endsWith("; it is counted, and the agent goes on\n");
        assertThat(lines()).isEqualTo(1);
    }

    @Test
    void staysQuietWhenCausesDoNotEnd() {
        for (int i = 0; i < 100_000; i++) {
            log.onError(fault("message " + i));
        }

        assertThat(log.count()).isEqualTo(100_000);
        assertThat(lines()).isLessThanOrEqualTo(64);
    }

    @Test
    void takesFaultsWithoutAnything() {
        Throwable bare = new Throwable(null, null, false, false) {
            private static final long serialVersionUID = 1;
        };

        log.onError(bare);

        assertThat(log.count()).isEqualTo(1);
    }
}
