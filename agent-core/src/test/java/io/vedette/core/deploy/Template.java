package io.vedette.core.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A CloudFormation template in YAML.
///
/// @param json as it is without short forms: `!Ref A` is `{"Ref": "A"}`
record Template(JsonNode json) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([^!}]+)}");

    static Template read(String name) throws IOException {
        LoadSettings settings = LoadSettings.builder().build();
        return new Template(
                json(new Compose(settings).composeString(DeployFiles.text(name)).orElseThrow()));
    }

    private static JsonNode json(Node node) {
        String tag = node.getTag().getValue();
        if (!tag.startsWith("!")) {
            return plain(node);
        }
        boolean isBare = tag.equals("!Ref") || tag.equals("!Condition");
        String function = isBare ? tag.substring(1) : "Fn::" + tag.substring(1);
        return JSON.objectNode().set(function, plain(node));
    }

    private static JsonNode plain(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                ObjectNode object = JSON.objectNode();
                mapping.getValue()
                        .forEach(member ->
                                object.set(((ScalarNode) member.getKeyNode()).getValue(), json(member.getValueNode())));
                yield object;
            }
            case SequenceNode sequence -> {
                ArrayNode array = JSON.arrayNode();
                sequence.getValue().forEach(item -> array.add(json(item)));
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalArgumentException("an alias");
        };
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.INT)) {
            return JSON.numberNode(Integer.parseInt(text));
        }
        return tag.equals(Tag.BOOL) ? JSON.booleanNode(Boolean.parseBoolean(text)) : JSON.textNode(text);
    }

    JsonNode resources() {
        return json.path("Resources");
    }

    /// Names of parameters, conditions, resources and their attributes (`Name.Attribute`) that it uses somewhere.
    Set<String> used() {
        Set<String> names = new HashSet<>();
        collect(json, names);
        return names;
    }

    private static void collect(JsonNode node, Set<String> names) {
        node.properties().forEach(member -> {
            JsonNode value = member.getValue();
            switch (member.getKey()) {
                case "Ref", "Fn::GetAtt", "DependsOn", "Condition" -> names.add(value.asText());
                case "Fn::If" -> {
                    names.add(value.path(0).asText());
                    collect(value, names);
                }
                case "Fn::Sub" -> {
                    Matcher matcher = IN_TEXT.matcher(value.asText());
                    while (matcher.find()) {
                        names.add(matcher.group(1));
                    }
                }
                default -> collect(value, names);
            }
        });
        if (node.isArray()) {
            node.forEach(item -> collect(item, names));
        }
    }
}
