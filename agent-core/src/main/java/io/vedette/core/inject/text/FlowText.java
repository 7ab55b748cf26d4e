package io.vedette.core.inject.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes values in braces and brackets, in the manner of their neighbours.
///
/// @param colon what stands between a key and its value
/// @param comma what stands between values of one line
/// @param unit one level of indentation
record FlowText(String colon, String comma, String unit) {

    private static final int LONGEST = 80;

    /// In one line.
    String inline(Value value) {
        return switch (value) {
            case Value.Text text -> Json.quoted(text.text());
            case Value.Literal literal -> literal.text();
            case Value.Sequence sequence ->
                sequence.items().stream().map(this::inline).collect(Collectors.joining(comma, "[", "]"));
            case Value.Mapping mapping ->
                mapping.members().entrySet().stream()
                        .map(member -> key(member) + inline(member.getValue()))
                        .collect(Collectors.joining(comma, "{", "}"));
            case Value.Tagged tagged -> tagged.tag() + " " + inline(tagged.value());
            case Value.Reference reference -> "*" + reference.anchor();
        };
    }

    private String key(Map.Entry<String, Value> member) {
        return Json.quoted(member.getKey()) + colon;
    }

    /// On several lines where one would be long.
    ///
    /// @param indent of the line that it begins in
    String pretty(Value value, String indent, String lineBreak) {
        String inner = indent + unit;
        if (isShort(value)) {
            return inline(value);
        }
        return switch (value) {
            case Value.Sequence sequence ->
                block(
                        sequence.items().stream().map(item -> pretty(item, inner, lineBreak)),
                        "[",
                        lineBreak + inner,
                        lineBreak + indent + "]");
            case Value.Mapping mapping ->
                block(
                        mapping.members().entrySet().stream()
                                .map(member -> key(member) + pretty(member.getValue(), inner, lineBreak)),
                        "{",
                        lineBreak + inner,
                        lineBreak + indent + "}");
            default -> inline(value);
        };
    }

    private static String block(Stream<String> parts, String open, String lineStart, String close) {
        return parts.collect(Collectors.joining("," + lineStart, open + lineStart, close));
    }

    private boolean isShort(Value value) {
        List<Value> children = switch (value) {
            case Value.Sequence sequence -> sequence.items();
            case Value.Mapping mapping -> List.copyOf(mapping.members().values());
            default -> List.of();
        };
        boolean hasLeavesOnly =
                children.stream().noneMatch(child -> child instanceof Value.Sequence || child instanceof Value.Mapping);
        return hasLeavesOnly && inline(value).length() <= LONGEST;
    }
}
