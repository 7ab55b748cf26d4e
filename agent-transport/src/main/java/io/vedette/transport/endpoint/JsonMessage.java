package io.vedette.transport.endpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Writes any message of the schema: fields by their names, in the order of the schema.
///
/// A field that can be absent is left out when it is; all others are always there. Bytes are text, enums are
/// lower-case names, unsigned numbers are never negative. Beyond that: `errno` is followed by its name, flags
/// of `clone` are names, checksums are hexadecimal.
final class JsonMessage {

    private static final Set<String> CLONE_FLAGS =
            Set.of("vedette.v1.Fork.clone_flags", "vedette.v1.Unshare.flags", "vedette.v1.Setns.namespace_type");
    private static final Set<String> HEXADECIMAL = Set.of("vedette.v1.ModuleLoad.sha256");
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
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean isOmitted = field.hasPresence() && !message.hasField(field);
            Object value = message.getField(field);
            if (!isOmitted && !(OMITTED_WHEN_ZERO.contains(field.getFullName()) && value.equals(0))) {
                json.writeFieldName(field.getName());
                writeField(json, field, value);
            }
            if (field.getName().equals("errno") && !value.equals(0)) {
                json.writeStringField("error", Names.error((Integer) value));
            }
        }
    }

    private static void writeField(JsonGenerator json, FieldDescriptor field, Object value) throws IOException {
        if (field.isRepeated()) {
            json.writeStartArray();
            for (Object element : (List<?>) value) {
                writeValue(json, field, element);
            }
            json.writeEndArray();
        } else if (CLONE_FLAGS.contains(field.getFullName())) {
            json.writeStartArray();
            for (String name : Names.cloneFlags(((Number) value).longValue())) {
                json.writeString(name);
            }
            json.writeEndArray();
        } else {
            writeValue(json, field, value);
        }
    }

    private static void writeValue(JsonGenerator json, FieldDescriptor field, Object value) throws IOException {
        switch (field.getType()) {
            case BOOL -> json.writeBoolean((Boolean) value);
            case STRING -> json.writeString(ByteText.of((String) value));
            case BYTES -> writeBytes(json, field, (ByteString) value);
            case ENUM -> json.writeString(Names.value((EnumValueDescriptor) value));
            case MESSAGE, GROUP -> write(json, (Message) value);
            case UINT32, FIXED32 -> json.writeNumber(Integer.toUnsignedLong((Integer) value));
            case UINT64, FIXED64 -> writeUnsigned(json, (Long) value);
            case INT32, SINT32, SFIXED32 -> json.writeNumber((Integer) value);
            case INT64, SINT64, SFIXED64 -> json.writeNumber((Long) value);
            case FLOAT, DOUBLE -> json.writeNumber(((Number) value).doubleValue());
        }
    }

    static void writeUnsigned(JsonGenerator json, long value) throws IOException {
        if (value >= 0) {
            json.writeNumber(value);
        } else {
            json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
        }
    }

    private static void writeBytes(JsonGenerator json, FieldDescriptor field, ByteString value) throws IOException {
        boolean isHex = HEXADECIMAL.contains(field.getFullName());
        json.writeString(isHex ? HexFormat.of().formatHex(value.toByteArray()) : ByteText.of(value));
    }
}
