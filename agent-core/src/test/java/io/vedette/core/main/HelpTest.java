package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {

    private static final Path GOLDEN = Path.of("src/test/resources/io/vedette/core/main");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vedette",
                "run",
                "endpoint",
                "demo",
                "doctor",
                "inject",
                "injector",
                "policy explain",
                "policy check",
                "policy",
                "coverage",
                "version"
            })
    void helpIsAsRecorded(String command) throws IOException {
        String line = command.equals("vedette") ? "--help" : command + " --help";
        CommandRun run = CommandRun.of(line.split(" "));
        Path golden = GOLDEN.resolve(command.replace(' ', '-') + ".help");
        if (Boolean.getBoolean("golden.regenerate")) {
            Files.writeString(golden, run.out());
        }

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .as(
                        "help of %s; if it should be so: ./mvnw -pl agent-core -am test -Dtest=HelpTest "
                                + "-Dsurefire.failIfNoSpecifiedTests=false -Dtests.jvmArgs=-Dgolden.regenerate=true",
                        command)
                .isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "VEDETTE_BATCH_BYTES"})
    void theBareCommandShowsItsHelp(String variable) throws IOException {
        CommandRun run = CommandRun.of(variable.isEmpty() ? Map.of() : Map.of(variable, "1MiB"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(Files.readString(GOLDEN.resolve("vedette.help")));
    }
}
