package io.vedette.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// A JSON document of bounded size, asked without surprises: what is missing, or of another type than
/// expected, is empty.
///
/// @param value a map, a list, a text, a number, or null for anything else
public record Json(@Nullable Object value) {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NODES = 100_000;
    private static final int MAX_TEXT = 1024;
    private static final Json NOTHING = new Json(null);
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(100)
                    .build())
            .build();

    /// @throws IOException when it is no JSON, or has more in it than any honest document
    public static Json parse(byte[] document) throws IOException {
        try (JsonParser parser = FACTORY.createParser(document)) {
            parser.nextToken();
            return new Json(read(parser, new int[] {MAX_NODES}));
        } catch (StackOverflowError tooDeep) {
            throw new IOException("it is nested too deep", tooDeep);
        }
    }

    /// Documents one after the other, each on a line of its own or not.
    ///
    /// @param maxValues in all of them together
    /// @throws IOException when it is no JSON, or has more in it
    public static List<Json> parseAll(byte[] documents, int maxValues) throws IOException {
        List<Json> all = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(documents)) {
            int[] left = {maxValues};
            while (parser.nextToken() != null) {
                all.add(new Json(read(parser, left)));
            }
        } catch (StackOverflowError tooDeep) {
            throw new IOException("it is nested too deep", tooDeep);
        }
        return all;
    }

    public static Json parse(String document) throws IOException {
        return parse(document.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static @Nullable Object read(JsonParser parser, int[] left) throws IOException {
        if (--left[0] < 0) {
            throw new IOException("it has more values than are read");
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
                    map.put(name, read(parser, left));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(parser, left));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> null;
        };
    }

    /// The member of that name.
    public Json at(String name) {
        return value instanceof Map<?, ?> map ? new Json(map.get(name)) : NOTHING;
    }

    /// The elements of an array.
    public List<Json> items() {
        List<Json> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> items.add(new Json(item)));
        }
        return items;
    }

    /// A text of a length that can be told.
    public String text() {
        return value instanceof String text ? text.substring(0, Math.min(text.length(), MAX_TEXT)) : "";
    }

    /// A text as long as it is.
    public String wholeText() {
        return value instanceof String text ? text : "";
    }

    public String text(String name) {
        return at(name).text();
    }

    /// 0 when it is none, or none that makes sense.
    public double number(String name) {
        return at(name).value instanceof Double number && number > 0 && number < Long.MAX_VALUE ? number : 0;
    }

    /// Empty when it is no number.
    public OptionalDouble number() {
        return value instanceof Double number ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    public boolean isObject() {
        return value instanceof Map<?, ?>;
    }

    /// The members that are texts.
    public Map<String, String> texts() {
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
