package io.vedette.transport.endpoint;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vedette.v1.AgentInfo;
import io.vedette.v1.Container;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Process;
import java.util.ArrayList;
import java.util.List;

/// A message that the mapping's paths start at: `event`, `process`, `parent`, `ancestors`, `container`,
/// `agent`, or a kind's name for what is its own.
///
/// @param name empty for the message that an object is made of
record OcsfRoot(String name, Descriptor type) {

    static OcsfRoot named(String name) {
        Descriptor type = switch (name) {
            case "event" -> Event.getDescriptor();
            case "process", "parent", "ancestors" -> Process.getDescriptor();
            case "container" -> Container.getDescriptor();
            case "agent" -> AgentInfo.getDescriptor();
            default -> detailType(name);
        };
        return new OcsfRoot(name, type);
    }

    /// The messages for an event: one, for `ancestors` any number, for `parent` none when it is not known.
    List<Message> in(EventBatch batch, Event event) {
        Process process = batch.getProcesses(event.getProcess());
        return switch (name) {
            case "event" -> List.of(event);
            case "process" -> List.of(process);
            case "parent" -> process.hasParent() ? List.of(batch.getProcesses(process.getParent())) : List.of();
            case "ancestors" -> ancestors(batch, process);
            case "container" -> List.of(batch.getContainers(event.getContainer()));
            case "agent" -> List.of(batch.getAgent());
            default -> List.of((Message) event.getField(event.getOneofFieldDescriptor(JsonLines.DETAIL)));
        };
    }

    boolean isDetail() {
        return JsonLines.DETAIL.getFields().stream()
                .anyMatch(field -> field.getName().equals(name));
    }

    private static List<Message> ancestors(EventBatch batch, Process process) {
        List<Message> ancestors = new ArrayList<>();
        for (Process at = process; at.hasParent(); ) {
            at = batch.getProcesses(at.getParent());
            ancestors.add(at);
        }
        return ancestors;
    }

    private static Descriptor detailType(String kind) {
        for (FieldDescriptor field : JsonLines.DETAIL.getFields()) {
            if (field.getName().equals(kind)) {
                return field.getMessageType();
            }
        }
        throw new IllegalArgumentException("there is no message " + kind + " in an event");
    }
}
