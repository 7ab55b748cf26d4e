package io.vedette.transport.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.vedette.v1.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How kinds become classes of the Open Cybersecurity Schema Framework: the content of `ocsf-mapping.json`,
/// checked against the schema as it is read.
///
/// @param version of OCSF
/// @param objects what OCSF's objects are made of, by the name that sources call them
/// @param common what every event has
/// @param kinds what a kind has beyond
/// @param severities of the reports, by kind
record OcsfMapping(
        String version,
        List<String> profiles,
        Map<Long, OcsfClass> classes,
        Map<String, Shape> objects,
        Shape common,
        Map<String, Row> kinds,
        Map<String, Long> severities) {

    /// One of OCSF's classes.
    ///
    /// @param activities captions by `activity_id`
    record OcsfClass(String name, long categoryUid, String categoryName, Map<Long, String> activities) {}

    /// Attributes by their dotted path: first those that are always the same, then those that have a source
    /// and replace them.
    record Shape(Map<String, Object> constants, Map<String, OcsfSource> fields) {}

    /// Another activity than the row's.
    ///
    /// @param isIn whether the value has to be, or must not be, in the list
    record Case(OcsfSource when, boolean isIn, List<Object> values, long activityId) {}

    /// A kind's class.
    record Row(long classUid, long categoryUid, long activityId, long typeUid, List<Case> cases, Shape shape) {}

    /// Reads the mapping that comes with the endpoint.
    static OcsfMapping load() {
        try (InputStream in = Objects.requireNonNull(
                OcsfMapping.class.getResourceAsStream("ocsf-mapping.json"), "ocsf-mapping.json")) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws IllegalArgumentException it does not fit the schema: one line
    static OcsfMapping read(InputStream in) throws IOException {
        try (JsonParser json = JsonFactory.builder().build().createParser(in)) {
            json.nextToken();
            Map<String, Object> all = map(JsonValues.read(json));
            OcsfMapping mapping = new OcsfMapping(
                    text(all, "version"),
                    list(all, "profiles").stream().map(String::valueOf).toList(),
                    each(map(all.get("classes")), Long::valueOf, OcsfMapping::classOf),
                    each(map(all.get("objects")), name -> name, OcsfMapping::objectOf),
                    shape(map(all.get("all")), null),
                    each(map(all.get("kinds")), name -> name, OcsfMapping::row),
                    each(map(all.get("reports")), name -> name, report -> number(report, "severity_id")));
            mapping.checkObjects();
            return mapping;
        }
    }

    private void checkObjects() {
        Stream<Shape> shapes = Stream.of(
                        Stream.of(common),
                        objects.values().stream(),
                        kinds.values().stream().map(Row::shape))
                .flatMap(each -> each);
        shapes.flatMap(shape -> shape.fields().values().stream())
                .filter(source -> !source.object().isEmpty() && !objects.containsKey(source.object()))
                .findFirst()
                .ifPresent(source -> {
                    throw new IllegalArgumentException(
                            "source " + source.text() + ": there is no function or object " + source.object());
                });
    }

    private static OcsfClass classOf(Map<String, Object> from) {
        Map<Long, String> activities = new LinkedHashMap<>();
        map(from.get("activities")).forEach((id, caption) -> activities.put(Long.valueOf(id), (String) caption));
        return new OcsfClass(text(from, "name"), number(from, "category_uid"), text(from, "category_name"), activities);
    }

    private static Shape objectOf(Map<String, Object> from) {
        String message = text(from, "message");
        Descriptor type = Event.getDescriptor().getFile().findMessageTypeByName(message);
        if (type == null) {
            throw new IllegalArgumentException("there is no message " + message);
        }
        return shape(from, type);
    }

    private static Row row(Map<String, Object> from) {
        List<Case> cases = list(from, "cases").stream()
                .map(OcsfMapping::map)
                .map(one -> new Case(
                        OcsfSource.parse(text(one, "when"), null),
                        one.containsKey("in"),
                        list(one, one.containsKey("in") ? "in" : "not_in"),
                        number(one, "activity_id")))
                .toList();
        return new Row(
                number(from, "class_uid"),
                number(from, "category_uid"),
                number(from, "activity_id"),
                number(from, "type_uid"),
                cases,
                shape(from, null));
    }

    private static Shape shape(Map<String, Object> from, @Nullable Descriptor self) {
        Map<String, OcsfSource> fields = new LinkedHashMap<>();
        map(from.get("fields")).forEach((path, source) -> fields.put(path, OcsfSource.parse((String) source, self)));
        return new Shape(map(from.get("constants")), fields);
    }

    private static <K, V> Map<K, V> each(
            Map<String, Object> from, Function<String, K> key, Function<Map<String, Object>, V> value) {
        Map<K, V> to = new LinkedHashMap<>();
        from.forEach((name, one) -> to.put(key.apply(name), value.apply(map(one))));
        return to;
    }

    /// Fields of a kind's own message that reach OCSF whole: what remains is told as unmapped.
    boolean isMapped(Row row, FieldDescriptor field) {
        return row.shape().fields().values().stream()
                .anyMatch(source -> source.root().isDetail()
                        && source.path().getFirst().equals(field)
                        && source.function().isWhole
                        && !source.isFirst());
    }

    private static String text(Map<String, Object> from, String name) {
        return (String) Objects.requireNonNull(from.get(name), name);
    }

    private static long number(Map<String, Object> from, String name) {
        return (Long) Objects.requireNonNull(from.get(name), name);
    }

    private static List<Object> list(Map<String, Object> from, String name) {
        return from.get(name) instanceof List<?> list ? List.copyOf(list) : List.of();
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, one) -> copy.put(String.valueOf(name), Objects.requireNonNull(one)));
        }
        return copy;
    }
}
