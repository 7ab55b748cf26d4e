package io.vedette.transport.endpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import io.vedette.v1.Dns;
import io.vedette.v1.DnsQuestion;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Writes any message of the schema: fields by their names, in the order of the schema.
///
/// A field that can be absent is left out when it is; all others are always there. Bytes are text, enums are
/// lower-case names, unsigned numbers are never negative. Beyond that: `errno` is followed by its name, `dns`
/// has the names that were asked for, and [Renderings] lists the fields that have a form of their own.
final class JsonMessage {

    private static final Set<String> OMITTED_WHEN_ZERO = Set.of("vedette.v1.ExecFailed.args_total_bytes");

    private JsonMessage() {}

    /// Writes the fields of a message, as an object.
    static void write(JsonGenerator json, Message message) throws IOException {
        json.writeStartObject();
        writeFields(json, message);
        json.writeEndObject();
    }

    /// Writes the fields of a message into the object that is open.
    static void writeFields(JsonGenerator json, Message message) throws IOException {
        writeFields(json, message, field -> true);
    }

    /// Writes some fields of a message into the object that is open.
    static void writeFields(JsonGenerator json, Message message, Predicate<FieldDescriptor> isWanted)
            throws IOException {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (!isWanted.test(field)) {
                continue;
            }
            boolean isOmitted = field.hasPresence() && !message.hasField(field);
            Object value = message.getField(field);
            if (field.getNumber() == Dns.QUESTIONS_FIELD_NUMBER && message instanceof Dns dns) {
                writeNames(json, dns);
            }
            if (!isOmitted && !(OMITTED_WHEN_ZERO.contains(field.getFullName()) && value.equals(0))) {
                json.writeFieldName(Renderings.nameOf(field));
                writeField(json, message, field, value);
            }
            if (field.getName().equals("errno") && !value.equals(0)) {
                json.writeStringField("error", Names.error((Integer) value));
            }
        }
    }

    /// Writes the value of a field.
    ///
    /// @param owner the message that has the field
    static void writeField(JsonGenerator json, Message owner, FieldDescriptor field, Object value) throws IOException {
        if (field.isMapField()) {
            json.writeStartObject();
            for (Object element : (List<?>) value) {
                MapEntry<?, ?> entry = (MapEntry<?, ?>) element;
                json.writeStringField(
                        ByteText.of(String.valueOf(entry.getKey())), ByteText.of(String.valueOf(entry.getValue())));
            }
            json.writeEndObject();
        } else if (field.isRepeated()) {
            json.writeStartArray();
            for (Object element : (List<?>) value) {
                writeValue(json, owner, field, element);
            }
            json.writeEndArray();
        } else {
            writeValue(json, owner, field, value);
        }
    }

    private static void writeValue(JsonGenerator json, Message owner, FieldDescriptor field, Object value)
            throws IOException {
        Rendering rendering = Renderings.of(field);
        if (rendering == null) {
            writeByType(json, field, value);
        } else {
            JsonValues.write(json, rendering.of(owner, value));
        }
    }

    private static void writeByType(JsonGenerator json, FieldDescriptor field, Object value) throws IOException {
        switch (field.getType()) {
            case BOOL -> json.writeBoolean((Boolean) value);
            case STRING -> json.writeString(ByteText.of((String) value));
            case BYTES -> json.writeString(ByteText.of((ByteString) value));
            case ENUM -> json.writeString(Names.value((EnumValueDescriptor) value));
            case MESSAGE, GROUP -> write(json, (Message) value);
            case UINT32, FIXED32, UINT64, FIXED64 -> writeUnsigned(json, Rendering.unsigned(value));
            case INT32, SINT32, SFIXED32 -> json.writeNumber((Integer) value);
            case INT64, SINT64, SFIXED64 -> json.writeNumber((Long) value);
            case FLOAT, DOUBLE -> json.writeNumber(((Number) value).doubleValue());
        }
    }

    static void writeUnsigned(JsonGenerator json, long value) throws IOException {
        JsonValues.write(json, Rendering.number(value));
    }

    private static void writeNames(JsonGenerator json, Dns dns) throws IOException {
        json.writeArrayFieldStart("names");
        for (DnsQuestion question : dns.getQuestionsList()) {
            json.writeString(ByteText.of(question.getName()));
        }
        json.writeEndArray();
    }
}
