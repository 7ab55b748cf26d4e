package io.vedette.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.inject.Injector;
import io.vedette.core.inject.Outcome;
import io.vedette.core.inject.target.Sidecar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples hold what injection gives, and nothing else.
final class ExamplesTest {

    private static final Injector INJECTOR = new Injector(Optional.empty());

    @ParameterizedTest
    @CsvSource({
        "ecs/task-definition.json, ${VEDETTE_IMAGE}, https://vedette.internal",
        "compose/compose.yaml, ${VEDETTE_IMAGE:-vedette:latest}, http://endpoint:4317",
        "kubernetes/sidecar.yaml, vedette:latest, http://vedette-endpoint.vedette:4317"
    })
    void isThePlainAppWithWhatInjectionAdds(String name, String image, String endpoint) throws IOException {
        byte[] example = Files.readAllBytes(DeployFiles.FOLDER.resolve(name));

        Outcome plain = INJECTOR.remove(example);
        Outcome injected =
                INJECTOR.inject(plain.output(), new Sidecar("vedette", image, endpoint, "256MiB", Map.of(), false));

        assertThat(plain.sentences()).isEmpty();
        assertThat(containers(plain.output())).doesNotContain("VEDETTE_", "vedette-spool", "SYS_PTRACE");
        assertThat(injected.state()).isEqualTo(Outcome.State.DONE);
        assertThat(DeployFiles.documents(injected.output())).isEqualTo(DeployFiles.documents(example));
    }

    private static String containers(byte[] definition) throws IOException {
        return DeployFiles.documents(definition).toString().replace("${VEDETTE_IMAGE:-vedette:latest}", "");
    }

    @Test
    void theListOfFilesHasThemAll() throws IOException {
        String list = DeployFiles.text("README.md");
        try (Stream<Path> files = Files.walk(DeployFiles.FOLDER)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> DeployFiles.FOLDER.relativize(file).toString())
                    .filter(name -> !name.equals("README.md"))
                    .toList();

            assertThat(names)
                    .hasSizeGreaterThan(8)
                    .allSatisfy(name -> assertThat(list).contains("`" + name + "`"));
        }
    }

    @Test
    void noImageNamesARegistry() throws IOException {
        try (Stream<Path> files = Files.walk(DeployFiles.FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                assertThat(text.lines().filter(line -> line.matches(".*\\bimage\"?:\\s*\"?[a-z0-9-]+[.:][^\\s\"]*/.*")))
                        .as("%s", file)
                        .isEmpty();
            }
        }
    }
}
