package io.vedette.transport.endpoint;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Fills OCSF's objects from an event, as the mapping says.
final class OcsfTree {

    private final OcsfMapping mapping;
    private final EventBatch batch;
    private final Event event;

    OcsfTree(OcsfMapping mapping, EventBatch batch, Event event) {
        this.mapping = mapping;
        this.batch = batch;
        this.event = event;
    }

    /// Adds the attributes of a shape whose paths start at roots.
    void fill(Map<String, Object> tree, OcsfMapping.Shape shape) {
        shape.constants().forEach((path, value) -> put(tree, path, value));
        shape.fields().forEach((path, source) -> putKnown(tree, path, valueOf(source)));
    }

    /// The value of a source; null when there is none.
    @Nullable
    Object valueOf(OcsfSource source) {
        List<Object> values = new ArrayList<>();
        for (Message root : source.root().in(batch, event)) {
            Object value = valueIn(root, source);
            if (value != null) {
                values.add(value);
            }
        }
        if (source.root().name().equals("ancestors")) {
            return values.isEmpty() ? null : values;
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private @Nullable Object valueIn(Message root, OcsfSource source) {
        Message owner = source.ownerIn(root);
        if (owner == null || source.path().isEmpty()) {
            return owner == null ? null : object(owner, source.object());
        }
        FieldDescriptor field = source.path().getLast();
        if (field.hasPresence() && !owner.hasField(field)) {
            return null;
        }
        Object value = owner.getField(field);
        if (source.object().isEmpty()) {
            return source.function().of(owner, field, value);
        }
        if (value instanceof List<?> list) {
            List<Map<String, Object>> objects = list.stream()
                    .map(one -> object((Message) one, source.object()))
                    .toList();
            return objects.isEmpty() ? null : source.isFirst() ? objects.getFirst() : objects;
        }
        return object((Message) value, source.object());
    }

    private Map<String, Object> object(Message message, String name) {
        OcsfMapping.Shape shape = Objects.requireNonNull(mapping.objects().get(name), name);
        Map<String, Object> object = new LinkedHashMap<>();
        shape.constants().forEach((path, value) -> put(object, path, value));
        shape.fields().forEach((path, source) -> putKnown(object, path, valueIn(message, source)));
        return object;
    }

    private static void putKnown(Map<String, Object> tree, String path, @Nullable Object value) {
        boolean isEmpty = value instanceof Map<?, ?> map && map.isEmpty();
        if (value != null && !isEmpty) {
            put(tree, path, value);
        }
    }

    /// Puts a value at a dotted path. An object that is there keeps what the new one does not have.
    static void put(Map<String, Object> tree, String path, Object value) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        if (dot >= 0) {
            put(child(tree, name), path.substring(dot + 1), value);
        } else if (value instanceof Map<?, ?> object) {
            Map<String, Object> child = child(tree, name);
            object.forEach((key, one) -> put(child, String.valueOf(key), one));
        } else {
            tree.put(name, value);
        }
    }

    @SuppressWarnings("unchecked") // each map in a tree was made here
    private static Map<String, Object> child(Map<String, Object> tree, String name) {
        Object child = tree.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
        return (Map<String, Object>) child;
    }
}
