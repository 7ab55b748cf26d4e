package io.vedette.core.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// What others read in the injected definitions: everything of before, and a sidecar that nothing waits for.
final class IndependentReadersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TAGS = List.of("!Ref", "!Sub", "!If", "!GetAtt", "!Equals", "!ImportValue");

    static Stream<Path> json() {
        return Corpus.files().stream().filter(file -> file.toString().endsWith(".json"));
    }

    static Stream<Path> yaml() {
        return Corpus.files().stream().filter(file -> file.toString().endsWith(".yaml"));
    }

    private static JsonNode json(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return JSON.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static Path injected(Path file) {
        return Corpus.INJECTED.resolve(file.getFileName());
    }

    @ParameterizedTest
    @MethodSource("json")
    void jsonHoldsWhatItHeld(Path file) throws IOException {
        JsonNode after = json(Corpus.bytes(injected(file)));

        strip(after);

        assertThat(after).isEqualTo(json(Corpus.bytes(file)));
    }

    /// Takes out what is named after the sidecar, and settings that its mark tells.
    private static void strip(JsonNode node) {
        List<String> marks = new ArrayList<>();
        for (String name : List.of("containerDefinitions", "ContainerDefinitions", "containers")) {
            stripList(node.path(name), marks);
        }
        if (node instanceof ArrayNode containers
                && !containers.isEmpty()
                && containers.get(0).has("image")) {
            stripList(containers, marks);
        }
        for (String name : List.of("volumes", "Volumes")) {
            stripList(node.path(name), new ArrayList<>());
        }
        if (node instanceof ObjectNode object) {
            marks.stream().filter(mark -> !mark.endsWith("+")).forEach(object::remove);
        }
        node.forEach(IndependentReadersTest::strip);
    }

    private static void stripList(JsonNode list, List<String> marks) {
        for (int i = list.isArray() ? list.size() - 1 : -1; i >= 0; i--) {
            String name = name(list.get(i));
            String text = list.get(i).toString();
            boolean isOurs = name.equals("vedette") && text.contains("VEDETTE_INJECTED");
            if (isOurs) {
                String mark = text.replaceAll("(?s).*\"(v1[^\"]*)\".*", "$1");
                marks.addAll(List.of(mark.split(",")));
                assertThat(i).as("it comes last").isEqualTo(list.size() - 1);
            }
            if (isOurs || name.equals("vedette-spool")) {
                ((ArrayNode) list).remove(i);
            }
        }
    }

    private static String name(JsonNode node) {
        return node.path("name").asText(node.path("Name").asText());
    }

    @ParameterizedTest
    @MethodSource("json")
    void nothingInATaskWaitsForTheSidecar(Path file) throws IOException {
        String after = json(Corpus.bytes(injected(file))).toString();

        assertThat(after).doesNotContain("\"containerName\":\"vedette\"", "\"ContainerName\":\"vedette\"");
        sidecars(json(Corpus.bytes(injected(file)))).forEach(sidecar -> {
            boolean isEcs = !sidecar.has("imagePullPolicy");
            if (isEcs) {
                assertThat(lower(sidecar, "essential").asBoolean(true)).isFalse();
                assertThat(lower(lower(sidecar, "restartPolicy"), "enabled").asBoolean())
                        .isTrue();
                assertThat(lower(sidecar, "memory").asInt()).isIn(128, 256, 512, 1024);
                assertThat(sidecar.has("dependsOn")).isFalse();
            }
            assertThat(sidecar.has("readinessProbe")).isFalse();
        });
    }

    private static JsonNode lower(JsonNode node, String name) {
        String upper = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return node.has(name) ? node.get(name) : node.path(upper);
    }

    private static List<JsonNode> sidecars(JsonNode node) {
        List<JsonNode> found = new ArrayList<>();
        if (name(node).equals("vedette") && node.toString().contains("VEDETTE_INJECTED") && !node.has("family")) {
            found.add(node);
        }
        StreamSupport.stream(node.spliterator(), false).forEach(child -> found.addAll(sidecars(child)));
        return found;
    }

    @ParameterizedTest
    @MethodSource("json")
    void jsonStaysJson(Path file) throws JsonProcessingException {
        String text = new String(Corpus.bytes(injected(file)), StandardCharsets.UTF_8);

        assertThat(JSON.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text)
                        .isContainerNode())
                .isTrue();
    }

    /// Tags are read as texts, so that their meaning takes part in the comparison.
    private static List<Object> load(byte[] bytes) {
        Map<Tag, ConstructNode> tags = new HashMap<>();
        TAGS.forEach(tag -> tags.put(
                new Tag(tag), node -> tag + (node instanceof ScalarNode scalar ? " " + scalar.getValue() : "")));
        LoadSettings settings = LoadSettings.builder().setTagConstructors(tags).build();
        List<Object> documents = new ArrayList<>();
        new Load(settings)
                .loadAllFromString(new String(bytes, StandardCharsets.UTF_8))
                .forEach(documents::add);
        return documents;
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void yamlHoldsWhatItHeld(Path file) {
        List<Object> before = load(Corpus.bytes(file));
        List<Object> after = load(Corpus.bytes(injected(file)));

        assertThat(after.stream().map(IndependentReadersTest::stripped).toList())
                .isEqualTo(before.stream().map(IndependentReadersTest::stripped).toList());
        Outcome outcome = Corpus.INJECTOR.inject(Corpus.bytes(file), Corpus.SIDECAR);
        boolean hasTargets = outcome.sentences().stream().noneMatch(said -> said.contains("nothing in it"));
        if (outcome.state() == Outcome.State.DONE && hasTargets) {
            assertThat(after).isNotEqualTo(before);
        }
    }

    private static Object stripped(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> rest = new LinkedHashMap<>();
                map.forEach((key, member) -> {
                    Object kept = stripped(Optional.ofNullable((Object) member).orElse("null"));
                    boolean isOurs = key.equals("vedette") && kept.toString().contains("VEDETTE_INJECTED");
                    boolean isAdded = List.of("pidMode", "PidMode", "shareProcessNamespace")
                            .contains(key);
                    if (!isOurs && !isAdded && !kept.equals(List.of())) {
                        rest.put(key, kept);
                    }
                });
                yield rest;
            }
            case List<?> list ->
                list.stream()
                        .filter(item -> !isOurs(item))
                        .map(item -> stripped(Optional.ofNullable((Object) item).orElse("null")))
                        .toList();
            default -> value;
        };
    }

    private static boolean isOurs(Object item) {
        boolean isSidecar =
                item.toString().contains("VEDETTE_INJECTED") && item.toString().contains("vedette:1.0");
        return item instanceof Map<?, ?> map
                && (map.containsKey("name") || map.containsKey("Name"))
                && (isSidecar || item.toString().contains("ame=vedette-spool"))
                && !map.containsKey("spec");
    }
}
