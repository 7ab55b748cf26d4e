package io.vedette.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the files ask of the agent's commands is what those have, by the recorded texts of their help.
final class OptionsTest {

    private static final Path HELP =
            Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "io", "vedette", "core", "main");

    /// Options by their variables; the image and what was injected are none.
    private static final Pattern VARIABLE = Pattern.compile("\\bVEDETTE_(?!IMAGE|INJECTED)([A-Z_]+)\\b");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ecs/task-definition.json",
                "compose/compose.yaml",
                "kubernetes/sidecar.yaml",
                "kubernetes/daemonset.yaml"
            })
    void variablesAreOptionsOfTheAgent(String name) throws IOException {
        List<String> options = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(DeployFiles.text(name));
        while (variables.find()) {
            options.add("--" + variables.group(1).toLowerCase(Locale.ROOT).replace('_', '-'));
        }

        assertThat(options).contains("--endpoint", "--spool");
        for (String option : options) {
            checkOption("run", option);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose/compose.yaml", "kubernetes/endpoint.yaml", "kubernetes/webhook.yaml"})
    void argumentsAreOptionsOfTheirCommand(String name) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        for (JsonNode document : DeployFiles.documents(name)) {
            for (String key : List.of("args", "command")) {
                document.findValues(key).forEach(line -> lines.add(texts(line)));
            }
        }
        lines.removeIf(line -> line.getFirst().equals("sh"));

        assertThat(lines).isNotEmpty();
        for (List<String> line : lines) {
            for (String word : line.subList(1, line.size())) {
                if (word.startsWith("--")) {
                    checkOption(line.getFirst(), word.replaceFirst("=.*", ""));
                }
            }
        }
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static void checkOption(String command, String option) throws IOException {
        assertThat(Files.readString(HELP.resolve(command + ".help")))
                .containsPattern("(?m)^ +(-., )?" + option + "\\b");
    }
}
