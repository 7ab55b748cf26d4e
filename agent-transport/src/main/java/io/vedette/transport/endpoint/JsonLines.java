package io.vedette.transport.endpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventKind;
import io.vedette.v1.Process;
import java.io.IOException;
import java.util.HexFormat;

/// The project's own lines.
///
/// The names are a contract: scripts are written against them. `kind` comes first, the `batch` that a line
/// came in last.
public final class JsonLines extends BatchLines {

    static final OneofDescriptor DETAIL = Event.getDescriptor().getOneofs().getFirst();

    @Override
    void writeEvent(JsonGenerator json, EventBatch batch, int position) throws IOException {
        Event event = batch.getEvents(position);
        Process process = batch.getProcesses(event.getProcess());
        String kind = kindOf(event);
        start(json, kind, batch.getBaseTimeNs() + event.getTimeOffsetNs());
        JsonProcess.writeContainer(json, batch.getContainers(event.getContainer()));
        JsonProcess.writeProcess(json, process);
        JsonProcess.writeAncestors(json, batch, process);
        JsonProcess.writeIncomplete(json, event.getIncompleteList(), process.getIncompleteList());
        if (event.getDetailCase() != Event.DetailCase.DETAIL_NOT_SET) {
            FieldDescriptor field = event.getOneofFieldDescriptor(DETAIL);
            json.writeFieldName(kind);
            JsonMessage.write(json, (Message) event.getField(field));
        }
        end(json, batch);
    }

    @Override
    void writeReport(JsonGenerator json, EventBatch batch, Report report, int position) throws IOException {
        start(json, report.kind(), batch.getClosedTimeNs());
        report.fields().write(json);
        end(json, batch);
    }

    /// The name of the field that is set. An event of a later schema has a field that is not known here.
    static String kindOf(Event event) {
        if (event.getDetailCase() != Event.DetailCase.DETAIL_NOT_SET) {
            return event.getOneofFieldDescriptor(DETAIL).getName();
        }
        return event.getUnknownFields().asMap().keySet().stream()
                .filter(number -> number >= EventKind.EXEC_VALUE)
                .findFirst()
                .map(number -> "unknown_" + number)
                .orElse("unspecified");
    }

    private static void start(JsonGenerator json, String kind, long timeNs) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", kind);
        json.writeStringField("time", Times.text(timeNs));
    }

    private static void end(JsonGenerator json, EventBatch batch) throws IOException {
        json.writeObjectFieldStart("batch");
        json.writeStringField(
                "instance", HexFormat.of().formatHex(batch.getInstanceId().toByteArray()));
        json.writeFieldName("sequence");
        JsonMessage.writeUnsigned(json, batch.getSequence());
        json.writeEndObject();
        json.writeEndObject();
    }
}
