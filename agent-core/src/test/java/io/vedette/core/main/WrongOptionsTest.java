package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What can't be done is said in one line that names the option or the file and what is wrong with it.
@ResourceLock(Resources.SYSTEM_ERR)
class WrongOptionsTest {

    private String said = "";

    private int execute(Map<String, String> environment, String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            return Vedette.execute(arguments, environment);
        } finally {
            System.setErr(before);
            said = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--kernel-ring, x",
        "--kernel-ring, 3",
        "--kernel-ring, 100000",
        "--container-ring, 64KiB",
        "--batch-bytes, 32KiB",
        "--spool-quota, 99999999999g",
        "--heartbeat, 0s",
        "--heartbeat, soon",
        "--max-rings, many",
        "--max-processes, -1",
        "--exclude-kind, opened",
        "--exclude-path, log",
        "--include-path, /a/../b",
        "--watch-path, data",
        "--watch-path, /a//b",
        "--watch-path, /",
        "--http-listen, nowhere",
        "--http-listen, unix:relative",
        "--http-listen, 127.0.0.1:99999",
        "--stuck-after, 1ms",
        "--give-up-after, 1s",
        "--config, /nonexistent/file"
    })
    void aBadValueIsNamed(String option, String value) {
        assertThat(execute(Map.of(), "run", "--strict", "--endpoint=http://127.0.0.1:1", option + "=" + value))
                .isEqualTo(2);
        assertThat(said)
                .startsWith("vedette: ")
                .contains(option.equals("--config") ? "configuration file" : option)
                .doesNotContain("Exception")
                .hasLineCount(1);
    }

    @Test
    void aBadVariableIsNamedByItsOption() {
        assertThat(execute(
                        Map.of("VEDETTE_FLUSH_INTERVAL", "soon"), "run", "--strict", "--endpoint=http://127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(said).contains("--flush-interval").contains("soon").hasLineCount(1);
    }

    @Test
    void aMissingDirectoryIsSaidToBeMissing() {
        assertThat(execute(Map.of(), "endpoint", "--listen=127.0.0.1:0", "--out=/nonexistent/directory/file"))
                .isEqualTo(1);
        assertThat(said).contains("no such file or directory").hasLineCount(1);
    }

    @Test
    void anUnknownFormatIsNamed() {
        assertThat(execute(Map.of(), "endpoint", "--listen=127.0.0.1:0", "--format=xml"))
                .isEqualTo(2);
        assertThat(said).isEqualTo("vedette: --format must be json or ocsf, not \"xml\"\n");
    }

    @Test
    void aMissingCertificateIsNamed() {
        assertThat(execute(
                        Map.of(),
                        "endpoint",
                        "--listen=127.0.0.1:0",
                        "--certificate=/nonexistent/cert",
                        "--key=/nonexistent/key"))
                .isNotZero();
        assertThat(said).contains("/nonexistent/cert").hasLineCount(1);
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(execute(Map.of(), "endpoint", "--listen=127.0.0.1:" + taken.getLocalPort()))
                    .isEqualTo(1);
            assertThat(said).contains(":" + taken.getLocalPort()).hasLineCount(1);
        }
    }
}
