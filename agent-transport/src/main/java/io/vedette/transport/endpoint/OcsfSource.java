package io.vedette.transport.endpoint;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where the value of an OCSF attribute comes from, as the mapping says: `path`, `function(path)` or
/// `object(path)`, where `object` is one of the mapping's own.
///
/// @param text as the mapping has it
/// @param function what is done with a field
/// @param object name of the object that is made of a message; empty for a field
/// @param root the message that the path starts at
/// @param path fields from there; empty for the root itself
/// @param isFirst of a repeated field, the first element alone
record OcsfSource(
        String text, OcsfFunction function, String object, OcsfRoot root, List<FieldDescriptor> path, boolean isFirst) {

    private static final String FIRST = "[0]";

    /// Reads a source of the mapping.
    ///
    /// @param self what a path without the name of a root starts at; null where each needs one
    /// @throws IllegalArgumentException it does not fit the schema: one line
    static OcsfSource parse(String text, @Nullable Descriptor self) {
        int open = text.indexOf('(');
        String word = open < 0 ? "plain" : text.substring(0, open);
        String path = open < 0 ? text : text.substring(open + 1, text.length() - 1);
        boolean isFirst = path.endsWith(FIRST);
        List<String> names = new ArrayList<>(
                List.of((isFirst ? path.substring(0, path.length() - FIRST.length()) : path).split("\\.", -1)));
        OcsfRoot root = self == null ? OcsfRoot.named(names.removeFirst()) : new OcsfRoot("", self);
        if (path.equals(".")) {
            names.clear();
        }
        OcsfFunction function = functionOf(word);
        return new OcsfSource(
                text,
                function == null ? OcsfFunction.PLAIN : function,
                function == null ? word : "",
                root,
                resolve(root.type(), names, text),
                isFirst);
    }

    /// The message at the end of the path, or that has the field at the end; null when one on the way is not
    /// there.
    @Nullable
    Message ownerIn(Message start) {
        Message at = start;
        for (FieldDescriptor field : path.subList(0, Math.max(0, path.size() - 1))) {
            if (!at.hasField(field)) {
                return null;
            }
            at = (Message) at.getField(field);
        }
        return at;
    }

    private static List<FieldDescriptor> resolve(Descriptor root, List<String> names, String text) {
        List<FieldDescriptor> fields = new ArrayList<>();
        Descriptor at = root;
        for (String name : names) {
            FieldDescriptor field = at == null ? null : at.findFieldByName(name);
            if (field == null) {
                throw new IllegalArgumentException("source " + text + ": there is no field " + name);
            }
            fields.add(field);
            at = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
        }
        return List.copyOf(fields);
    }

    private static @Nullable OcsfFunction functionOf(String word) {
        for (OcsfFunction function : OcsfFunction.values()) {
            if (function.name().toLowerCase(Locale.ROOT).equals(word)) {
                return function;
            }
        }
        return null;
    }
}
