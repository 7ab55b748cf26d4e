package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandErrorsTest {

    private static final String URL = "http://127.0.0.1:1";

    @TempDir
    Path directory = Path.of("");

    private static void isOneLine(CommandRun run, int exitCode, String... parts) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("vedette: ").endsWith("\n").contains(parts);
        assertThat(run.err().lines()).as("lines").hasSize(1);
        assertThat(run.err())
                .doesNotContain("\tat ")
                .doesNotContain("io.vedette.")
                .doesNotContain("java.");
    }

    @ParameterizedTest
    @CsvSource({
        "--no-such-option, --no-such-option",
        "no-such-command, no-such-command",
        "run, --endpoint",
        "run --endpoint, --endpoint",
        "run --endpoint=URL --batch-bytes=1MB2, is no number of bytes",
        "run --endpoint=URL --batch-bytes=1, --batch-bytes must be from",
        "run --endpoint=URL --batch-bytes=9999999999999, --batch-bytes must be from",
        "run --endpoint=URL --flush-interval=5, is no duration",
        "run --endpoint=URL --flush-interval=0s, --flush-interval must be from 1us to 10s",
        "run --endpoint=URL --max-rings=many, --max-rings",
        "run --endpoint=URL --strict=maybe, --strict",
        "run --endpoint=URL surplus, surplus",
        "run --endpoint=ftp://host, ftp",
        "run --endpoint=https://me:secret@host, https://***@host",
        "run --endpoint=URL --proxy=socks5://me:secret@proxy:1, --proxy has the scheme socks5",
        "run --endpoint=URL --proxy=http://me:secret@proxy, --proxy has no valid port",
        "run --endpoint=URL --client-key=/key, --client-certificate and --client-key belong together",
        "run --endpoint=URL --server-name=https://host, --server-name must be",
        "run --endpoint=URL --compression=lz4, --compression must be auto",
        "run --endpoint=URL --keepalive=1s, --keepalive must be from 10s to 10m",
        "run --endpoint=URL --connect-timeout=1ms, --connect-timeout must be from 100ms to 2m",
        "run --endpoint=URL --ack-timeout=20m, --ack-timeout must be from 1s to 10m",
        "endpoint --certificate=/certificate, --certificate and --key",
        "endpoint --client-ca=/ca, --certificate and --key",
        "endpoint --listen=nowhere, nowhere",
        "endpoint --listen=127.0.0.1:99999, 99999",
        "demo --seconds=-1, --seconds must not be negative",
        "demo --seconds=soon, --seconds",
        "inject --in-place, --in-place takes a file",
        "inject /, / is a directory",
        "inject --name=Has_Capitals x, --name must be of",
        "inject --image=-x x, --image is no name",
        "inject --endpoint=ftp://host x, ftp",
        "inject --endpoint=https://me:secret@host x, https://***@host",
        "inject --spool-quota=much x, is no number of bytes",
        "inject --env=PATH=/bin x, --env takes VEDETTE_NAME=VALUE",
        "inject --format=helm x, --format must be auto or one of",
        "inject --account=12 x, --account must be 12 digits",
        "inject --tag=team x, --tag",
        "policy, Missing required subcommand",
        "policy explain x, --policy",
        "policy explain --policy=p, FILE",
        "policy explain --policy=p --account=12 x, --account must be 12 digits",
        "policy explain --policy=p /, / is a directory",
        "policy check, POLICY",
        "endpoint --tasks=/x, take --coverage HOST:PORT too",
        "endpoint --coverage=nowhere, --coverage must be HOST:PORT",
        "endpoint --coverage=127.0.0.1:0 --coverage-grace=1ms, --coverage-grace must be 1s at least",
        "endpoint --coverage=127.0.0.1:0 --coverage-silence=1, is no duration",
        "endpoint --coverage=127.0.0.1:0 --coverage-webhook=ftp://x, --coverage-webhook must be http",
        "endpoint --coverage=127.0.0.1:0 --coverage-webhook=http://me:secret@x, --coverage-webhook must be http",
        "endpoint --coverage=127.0.0.1:0 --injected-since=noon, --injected-since must be a time",
        "endpoint --coverage=127.0.0.1:0 --coverage-events=-, can't both be -",
        "coverage --url=nowhere, --url must be http",
        "coverage --url=http://me:secret@x, --url must be http",
        "coverage --state=well, --state must be one of",
    })
    void anOptionThatCannotBeUsedIsOneLineAndNoRunLooksFailed(String line, String part) {
        CommandRun run = CommandRun.of(line.replace("URL", URL).split(" "));

        isOneLine(run, line.startsWith("run") ? 0 : 2, part);
        assertThat(run.err()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "run --strict, --endpoint",
        "run --strict --endpoint=ftp://host, ftp",
        "run --strict --endpoint=http://host --nonsense, nonsense"
    })
    void aStrictRunTellsItByItsCode(String line, String part) {
        isOneLine(CommandRun.of(line.split(" ")), 2, part);
    }

    @Test
    void strictnessCanBeSetWhereverOptionsCan() throws IOException {
        Path file = Files.writeString(directory.resolve("strict.properties"), "strict=true\n");

        isOneLine(CommandRun.of(Map.of("VEDETTE_STRICT", "true"), "run"), 2, "--endpoint");
        isOneLine(CommandRun.of("run", "--config", file.toString()), 2, "--endpoint");
        isOneLine(CommandRun.of("run", "--strict=false", "--config", file.toString()), 0, "--endpoint");
        isOneLine(CommandRun.of(Map.of("VEDETTE_STRICT", "true"), "run", "--config", "/no/such/file"), 2, "/no/such");
    }

    @Test
    void aMistypedVariableIsSaidWithTheNearestNameAndNotItsValue() {
        CommandRun run = CommandRun.of(Map.of("VEDETTE_SPOOL_QOUTA", "hidden", "VEDETTE_PORT_80_TCP", "x"), "run");

        assertThat(run.err().lines().filter(line -> line.contains("VEDETTE_")))
                .containsExactly("vedette: the variable VEDETTE_SPOOL_QOUTA is none of the agent's and does nothing; "
                        + "did you mean VEDETTE_SPOOL_QUOTA?");
        assertThat(run.err()).doesNotContain("hidden");
    }

    @Test
    void aMissingConfigurationFileIsNamed() {
        isOneLine(CommandRun.of("run", "--config", "/no/such/file"), 0, "/no/such/file", "can't be read");
        isOneLine(CommandRun.of(Map.of("VEDETTE_CONFIG", "/no/such/file"), "run"), 0, "/no/such/file");
        isOneLine(CommandRun.of("run", "--config=" + directory), 0, directory.toString());
    }

    @Test
    void anUnknownNameInTheConfigurationFileIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("vedette.properties"), "endpoint=" + URL + "\nbatch_bytes=1\n");

        isOneLine(
                CommandRun.of("run", "--config", file.toString()),
                0,
                "has the unknown name \"batch_bytes\"",
                file.toString());
    }

    @Test
    void aBadValueFromTheEnvironmentOrTheFileIsRefusedLikeOneOnTheCommandLine() throws IOException {
        Path file = Files.writeString(directory.resolve("vedette.properties"), "endpoint=" + URL + "\nheartbeat=1h\n");

        isOneLine(CommandRun.of("run", "--config", file.toString()), 0, "1h", "is no duration");
        isOneLine(
                CommandRun.of(Map.of("VEDETTE_ENDPOINT", URL, "VEDETTE_SPOOL_QUOTA", "lots"), "run"),
                0,
                "\"lots\" is no number of bytes");
    }

    @Test
    void aFileThatCannotBeWrittenIsOneLineAndCode1() {
        isOneLine(
                CommandRun.of("endpoint", "--listen=127.0.0.1:0", "--out=/no/such/directory/file"),
                1,
                "/no/such/directory/file",
                "no such file or directory");
    }

    @Test
    void noAnswerAboutCoverageIsOneLineAndCode1() {
        isOneLine(CommandRun.of("coverage", "--url=http://127.0.0.1:1"), 1, "no coverage from http://127.0.0.1:1");
    }

    @Test
    void theVersionIsTheBuilds() {
        CommandRun run = CommandRun.of("version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches("vedette [0-9]+\\.[0-9]+\\.[0-9]+\\S*\nnetwork epoll, BoringSSL, zstd\n");
    }
}
