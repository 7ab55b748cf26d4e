package io.vedette.core.inject.text;

import io.vedette.core.inject.text.Node.Alias;
import io.vedette.core.inject.text.Node.Form;
import io.vedette.core.inject.text.Node.Items;
import io.vedette.core.inject.text.Node.Members;
import io.vedette.core.inject.text.Node.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is to be written into a definition.
public sealed interface Value {

    record Text(String text) implements Value {}

    /// A number, `true` or `false`, as it is written.
    record Literal(String text) implements Value {
        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.+-]*");
    }

    record Sequence(List<Value> items) implements Value {}

    /// @param members in the order in which they are written
    record Mapping(Map<String, Value> members) implements Value {}

    /// A value that its tag gives another meaning, as `!Ref Name`.
    record Tagged(String tag, Value value) implements Value {
        private static final Pattern FORM = Pattern.compile("!!?[A-Za-z0-9:]+");
    }

    /// What stands at an anchor.
    record Reference(String anchor) implements Value {}

    static Value of(String text) {
        return new Text(text);
    }

    static Value of(long number) {
        return new Literal(Long.toString(number));
    }

    static Value of(boolean flag) {
        return new Literal(Boolean.toString(flag));
    }

    static Value texts(String... texts) {
        return new Sequence(Arrays.stream(texts).map(Value::of).toList());
    }

    /// What stands in a document, to be written into it again, without its anchors.
    ///
    /// @return empty when it can't be written elsewhere for sure
    static Optional<Value> copyOf(Node node) {
        Optional<Value> plain = switch (node) {
            case Scalar scalar -> {
                boolean isLiteral = scalar.form() == Form.PLAIN
                        && Literal.FORM.matcher(scalar.value()).matches();
                yield Optional.of(isLiteral ? new Literal(scalar.value()) : new Text(scalar.value()));
            }
            case Alias alias -> Optional.of(new Reference(alias.name()));
            case Items list -> {
                List<Value> items = list.items().stream()
                        .flatMap(item -> copyOf(item).stream())
                        .toList();
                yield items.size() == list.items().size() ? Optional.of(new Sequence(items)) : Optional.empty();
            }
            case Members mapping -> copyOf(mapping).map(copy -> copy);
        };
        if (node.tag().isEmpty()) {
            return plain;
        }
        return Tagged.FORM.matcher(node.tag()).matches()
                ? plain.map(value -> new Tagged(node.tag(), value))
                : Optional.empty();
    }

    private static Optional<Mapping> copyOf(Members mapping) {
        Map<String, Value> copy = new LinkedHashMap<>();
        for (Node.Member member : mapping.members()) {
            Optional<Value> value = copyOf(member.value());
            boolean isPlain = member.key().tag().isEmpty()
                    && !member.name().isEmpty()
                    && !member.name().equals("<<");
            if (value.isEmpty() || !isPlain) {
                return Optional.empty();
            }
            copy.put(member.name(), value.get());
        }
        return Optional.of(new Mapping(copy));
    }

    /// Makes a mapping, in the order of its calls.
    final class Builder {

        private final Map<String, Value> members = new LinkedHashMap<>();

        public Builder put(String key, Value value) {
            members.put(key, value);
            return this;
        }

        public Builder put(String key, String text) {
            return put(key, of(text));
        }

        public Builder put(String key, long number) {
            return put(key, of(number));
        }

        public Builder put(String key, boolean flag) {
            return put(key, of(flag));
        }

        public Mapping build() {
            return new Mapping(members);
        }
    }

    /// Bytes of it as JSON without blanks. A tag and what stands at an anchor count as they are written.
    default int jsonBytes() {
        return new FlowText(":", ",", "").inline(this).getBytes(StandardCharsets.UTF_8).length;
    }

    /// Whether this is what stands there.
    default boolean matches(Node node) {
        return switch (this) {
            case Text text ->
                node instanceof Scalar scalar
                        && scalar.tag().isEmpty()
                        && scalar.value().equals(text.text())
                        && (scalar.form() != Form.PLAIN || BlockText.isPlain(text.text()));
            case Literal literal ->
                node instanceof Scalar scalar
                        && scalar.tag().isEmpty()
                        && scalar.value().equals(literal.text())
                        && scalar.form() == Form.PLAIN;
            case Sequence sequence ->
                node instanceof Items list && list.tag().isEmpty() && all(sequence.items(), list.items());
            case Mapping mapping ->
                node instanceof Members found
                        && found.tag().isEmpty()
                        && names(found).equals(List.copyOf(mapping.members().keySet()))
                        && all(List.copyOf(mapping.members().values()), values(found));
            case Tagged tagged ->
                node.tag().equals(tagged.tag()) && copyOf(node).equals(Optional.of(tagged));
            case Reference reference ->
                node instanceof Alias alias && alias.name().equals(reference.anchor());
        };
    }

    private static List<String> names(Members mapping) {
        return mapping.members().stream().map(Node.Member::name).toList();
    }

    private static List<Node> values(Members mapping) {
        return mapping.members().stream().map(Node.Member::value).toList();
    }

    private static boolean all(List<Value> values, List<Node> nodes) {
        List<Boolean> same = new ArrayList<>();
        for (int i = 0; i < Math.min(values.size(), nodes.size()); i++) {
            same.add(values.get(i).matches(nodes.get(i)));
        }
        return values.size() == nodes.size() && !same.contains(false);
    }
}
