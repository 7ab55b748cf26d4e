package io.vedette.core.context;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON document of bounded size, asked without surprises: what is missing, or of another type than
/// expected, is empty.
///
/// @param value a map, a list, a text, a number, or null for anything else
record Json(@Nullable Object value) {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NODES = 100_000;
    private static final Json NOTHING = new Json(null);
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(100)
                    .build())
            .build();

    /// @throws IOException when it is no JSON, or has more in it than any honest document
    static Json parse(byte[] document) throws IOException {
        try (JsonParser parser = FACTORY.createParser(document)) {
            int[] nodes = {0};
            parser.nextToken();
            return new Json(read(parser, nodes));
        } catch (StackOverflowError tooDeep) {
            throw new IOException("it is nested too deep", tooDeep);
        }
    }

    static Json parse(String document) throws IOException {
        return parse(document.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static @Nullable Object read(JsonParser parser, int[] nodes) throws IOException {
        if (++nodes[0] > MAX_NODES) {
            throw new IOException("it has more than " + MAX_NODES + " values");
        }
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("it ends too early");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, read(parser, nodes));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(parser, nodes));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> null;
        };
    }

    /// The member of that name.
    Json at(String name) {
        return value instanceof Map<?, ?> map ? new Json(map.get(name)) : NOTHING;
    }

    /// The elements of an array.
    List<Json> items() {
        List<Json> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> items.add(new Json(item)));
        }
        return items;
    }

    /// A text of a length that can be told.
    String text() {
        return value instanceof String text ? Texts.cut(text) : "";
    }

    /// A text as long as it is.
    String wholeText() {
        return value instanceof String text ? text : "";
    }

    String text(String name) {
        return at(name).text();
    }

    /// 0 when it is none, or none that makes sense.
    double number(String name) {
        return at(name).value instanceof Double number && number > 0 && number < Long.MAX_VALUE ? number : 0;
    }

    /// The members that are texts.
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                if (name instanceof String key && member instanceof String text) {
                    texts.put(key, text);
                }
            });
        }
        return texts;
    }
}
