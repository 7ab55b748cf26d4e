package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class OptionSourcesTest {

    private static final String URL = "https://host";

    @TempDir
    Path directory = Path.of("");

    private static Object value(String option, Map<String, String> environment, String... args) {
        CommandLine commandLine = Vedette.commandLine();
        OptionSources sources = OptionSources.of(args, environment);
        sources.checkNames(commandLine);
        commandLine.setDefaultValueProvider(sources);
        commandLine.parseArgs(args);
        CommandLine run = Objects.requireNonNull(commandLine.getSubcommands().get("run"));
        return run.getCommandSpec().findOption(option).getValue();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void theCommandLineGoesBeforeTheEnvironmentBeforeTheFileBeforeTheDefault() throws IOException {
        String file = file("a", "batch-bytes=3k");
        Map<String, String> environment = Map.of("VEDETTE_BATCH_BYTES", "2k");

        assertThat(value("--batch-bytes", environment, "run", "--endpoint", URL, "--config", file, "--batch-bytes=1k"))
                .isEqualTo(1024L);
        assertThat(value("--batch-bytes", environment, "run", "--endpoint", URL, "--config", file))
                .isEqualTo(2048L);
        assertThat(value("--batch-bytes", Map.of(), "run", "--endpoint", URL, "--config", file))
                .isEqualTo(3072L);
        assertThat(value("--batch-bytes", Map.of(), "run", "--endpoint", URL)).isEqualTo(131072L);
    }

    @Test
    void aFileNamedOnTheCommandLineGoesBeforeOneInTheEnvironment() throws IOException {
        String first = file("a", "batch-bytes=1k");
        String second = file("b", "batch-bytes=2k");
        Map<String, String> environment = Map.of("VEDETTE_CONFIG", second);

        assertThat(value("--batch-bytes", environment, "run", "--endpoint", URL, "--config=" + first))
                .isEqualTo(1024L);
        assertThat(value("--batch-bytes", environment, "run", "--endpoint", URL))
                .isEqualTo(2048L);
    }

    @Test
    void whatIsRequiredMayComeFromAnywhere() throws IOException {
        assertThat(value("--endpoint", Map.of("VEDETTE_ENDPOINT", "https://a,https://b"), "run"))
                .isEqualTo(List.of("https://a", "https://b"));
        assertThat(value("--endpoint", Map.of(), "run", "--config", file("a", "endpoint: https://c\n")))
                .isEqualTo(List.of("https://c"));
    }

    @Test
    void switchesCanBeSetToo() throws IOException {
        assertThat(value("--strict", Map.of("VEDETTE_STRICT", "true"), "run", "--endpoint", URL))
                .isEqualTo(true);
        assertThat(value("--strict", Map.of("VEDETTE_STRICT", "false"), "run", "--endpoint", URL))
                .isEqualTo(false);
        assertThat(value("--strict", Map.of(), "run", "--endpoint", URL, "--config", file("a", "strict=true")))
                .isEqualTo(true);
    }

    @Test
    void oneFileMayServeSeveralCommands() throws IOException {
        String file = file("a", "listen=127.0.0.1:1\nendpoint=https://a\nseconds=3\n");

        assertThat(value("--endpoint", Map.of(), "run", "--config", file)).isEqualTo(List.of("https://a"));
    }
}
