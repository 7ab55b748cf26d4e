package io.vedette.core.inject.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Writes values as lines of YAML, in the manner of their neighbours.
///
/// @param step columns from a key to the keys below it
/// @param dash columns from a key to the dashes of a list below it
record BlockText(int step, int dash) {

    private static final FlowText FLOW = new FlowText(": ", ", ", "  ");
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z/][A-Za-z0-9_./@-]*(:[A-Za-z0-9_./@-]+)*|[0-9]+[A-Za-z]+");
    /// What some reader of YAML takes for something else than a text.
    private static final Set<String> WORDS = Set.of(
            "true", "false", "yes", "no", "on", "off", "null", "y", "n", "True", "False", "Yes", "No", "On", "Off",
            "Null", "Y", "N", "TRUE", "FALSE", "YES", "NO", "ON", "OFF", "NULL");

    /// Whether a text needs no quotes.
    static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text);
    }

    /// @param column of the dash
    /// @param gap columns from the dash to what follows it
    List<String> item(Value value, int column, int gap) {
        List<String> lines = new ArrayList<>(nested(value, column + gap));
        String first = lines.getFirst().stripLeading();
        lines.set(0, " ".repeat(column) + "-" + " ".repeat(gap - 1) + first);
        return lines;
    }

    /// @param column of the key
    List<String> member(String key, Value value, int column) {
        String start = " ".repeat(column) + scalar(key) + ":";
        if (!isBlock(value)) {
            return List.of(start + " " + inline(value));
        }
        List<String> lines = new ArrayList<>(List.of(start));
        lines.addAll(nested(value, column + (value instanceof Value.Sequence ? dash : step)));
        return lines;
    }

    private List<String> nested(Value value, int column) {
        List<String> lines = new ArrayList<>();
        switch (value) {
            case Value.Sequence sequence
            when isBlock(value) -> sequence.items().forEach(item -> lines.addAll(item(item, column, 2)));
            case Value.Mapping mapping
            when isBlock(value) -> {
                for (Map.Entry<String, Value> member : mapping.members().entrySet()) {
                    lines.addAll(member(member.getKey(), member.getValue(), column));
                }
            }
            default -> lines.add(" ".repeat(column) + inline(value));
        }
        return lines;
    }

    private static boolean isBlock(Value value) {
        return switch (value) {
            case Value.Sequence sequence -> !sequence.items().isEmpty();
            case Value.Mapping mapping -> !mapping.members().isEmpty();
            default -> false;
        };
    }

    private static String inline(Value value) {
        return switch (value) {
            case Value.Text text -> scalar(text.text());
            case Value.Tagged tagged -> tagged.tag() + " " + inline(tagged.value());
            default -> FLOW.inline(value);
        };
    }

    private static String scalar(String text) {
        return isPlain(text) ? text : Json.quoted(text);
    }
}
