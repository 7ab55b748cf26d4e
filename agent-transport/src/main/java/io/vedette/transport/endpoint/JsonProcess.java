package io.vedette.transport.endpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vedette.v1.Container;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Incomplete;
import io.vedette.v1.Process;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Writes who did something: container, process, ancestors, and what is not known of them.
final class JsonProcess {

    private static final Set<Integer> CONTEXT = Set.of(
            Container.IMAGE_DIGEST_FIELD_NUMBER,
            Container.IMAGE_ID_FIELD_NUMBER,
            Container.RUNTIME_FIELD_NUMBER,
            Container.LABELS_FIELD_NUMBER,
            Container.START_TIME_NS_FIELD_NUMBER,
            Container.ECS_TASK_FIELD_NUMBER,
            Container.KUBERNETES_POD_FIELD_NUMBER);

    private static final Set<Integer> DETAILS = Set.of(
            Process.USER_NAME_FIELD_NUMBER,
            Process.ENVIRONMENT_FIELD_NUMBER,
            Process.SHA256_FIELD_NUMBER,
            Process.LAYER_FIELD_NUMBER);

    private JsonProcess() {}

    /// Its names always; the context around it only where it is known.
    static void writeContainer(JsonGenerator json, Container container) throws IOException {
        json.writeObjectFieldStart("container");
        json.writeStringField("id", ByteText.of(container.getId()));
        json.writeStringField("name", ByteText.of(container.getName()));
        json.writeStringField("image", ByteText.of(container.getImage()));
        JsonMessage.writeFields(
                json, container, field -> CONTEXT.contains(field.getNumber()) && isSet(container, field));
        json.writeEndObject();
    }

    static void writeProcess(JsonGenerator json, Process process) throws IOException {
        json.writeObjectFieldStart("process");
        json.writeStringField("exec_id", ByteText.of(process.getExecId()));
        json.writeStringField("parent_exec_id", ByteText.of(process.getParentExecId()));
        writeKnown(json, "pid", process.hasPid(), process.getPid());
        writeKnown(json, "host_pid", true, process.getHostPid());
        writeKnown(json, "uid", process.hasUid(), process.getUid());
        json.writeStringField("binary", ByteText.of(process.getBinary()));
        json.writeArrayFieldStart("args");
        for (ByteString arg : process.getArgsList()) {
            json.writeString(ByteText.of(arg));
        }
        json.writeEndArray();
        json.writeStringField("cwd", ByteText.of(process.getCwd()));
        json.writeStringField("name", ByteText.of(process.getName()));
        if (!process.getScript().isEmpty()) {
            json.writeStringField("script", ByteText.of(process.getScript()));
        }
        JsonMessage.writeFields(json, process, field -> DETAILS.contains(field.getNumber()) && isSet(process, field));
        json.writeEndObject();
    }

    /// Nearest first. The batch was checked: no process is its own ancestor.
    static void writeAncestors(JsonGenerator json, EventBatch batch, Process process) throws IOException {
        json.writeArrayFieldStart("ancestors");
        Process at = process;
        while (at.hasParent()) {
            at = batch.getProcesses(at.getParent());
            json.writeStartObject();
            json.writeStringField("exec_id", ByteText.of(at.getExecId()));
            json.writeStringField("binary", ByteText.of(at.getBinary()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void writeIncomplete(JsonGenerator json, List<Incomplete> ofEvent, List<Incomplete> ofProcess)
            throws IOException {
        Set<Incomplete> all = new LinkedHashSet<>(ofEvent);
        all.addAll(ofProcess);
        all.remove(Incomplete.UNRECOGNIZED);
        if (all.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("incomplete");
        for (Incomplete one : all) {
            json.writeString(Names.value(one.getValueDescriptor()));
        }
        json.writeEndArray();
    }

    private static boolean isSet(Message message, FieldDescriptor field) {
        return field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
    }

    private static void writeKnown(JsonGenerator json, String name, boolean isKnown, int value) throws IOException {
        if (isKnown) {
            json.writeNumberField(name, Integer.toUnsignedLong(value));
        } else {
            json.writeNullField(name);
        }
    }
}
