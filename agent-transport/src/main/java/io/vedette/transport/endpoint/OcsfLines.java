package io.vedette.transport.endpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Process;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lines of the Open Cybersecurity Schema Framework, by [OcsfMapping].
///
/// What OCSF has no place for is in `unmapped`, under the names of [JsonLines]. Reports, and kinds of a later
/// schema, are Base Events with all of it there.
public final class OcsfLines extends BatchLines {

    private static final long NS_A_MILLISECOND = 1_000_000;
    private static final long OTHER = 99;
    private static final OcsfMapping.Row BASE_EVENT =
            new OcsfMapping.Row(0, 0, OTHER, OTHER, List.of(), new OcsfMapping.Shape(Map.of(), Map.of()));

    private final OcsfMapping mapping = OcsfMapping.load();

    @Override
    void writeEvent(JsonGenerator json, EventBatch batch, int position) throws IOException {
        Event event = batch.getEvents(position);
        String kind = JsonLines.kindOf(event);
        OcsfMapping.Row row = mapping.kinds().get(kind);
        OcsfTree tree = new OcsfTree(mapping, batch, event);
        Map<String, Object> line = new LinkedHashMap<>();
        long timeNs = batch.getBaseTimeNs() + event.getTimeOffsetNs();
        if (row == null) {
            classify(line, BASE_EVENT, OTHER, kind);
        } else {
            classify(line, row, activityOf(row, tree), kind);
            tree.fill(line, mapping.common());
            tree.fill(line, row.shape());
        }
        describe(line, batch, kind, timeNs, "event-" + position);
        json.writeStartObject();
        writeFields(json, line);
        json.writeObjectFieldStart("unmapped");
        Process process = batch.getProcesses(event.getProcess());
        if (row == null) {
            JsonProcess.writeContainer(json, batch.getContainers(event.getContainer()));
            JsonProcess.writeProcess(json, process);
        }
        JsonProcess.writeIncomplete(json, event.getIncompleteList(), process.getIncompleteList());
        if (row != null) {
            writeUnmapped(json, event, kind, row);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    @Override
    void writeReport(JsonGenerator json, EventBatch batch, Report report, int position) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        classify(line, BASE_EVENT, OTHER, report.kind());
        line.put("severity_id", mapping.severities().getOrDefault(report.kind(), 1L));
        describe(line, batch, report.kind(), batch.getClosedTimeNs(), "report-" + position);
        json.writeStartObject();
        writeFields(json, line);
        json.writeObjectFieldStart("unmapped");
        json.writeStringField("host_name", ByteText.of(batch.getAgent().getHostName()));
        report.fields().write(json);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void classify(Map<String, Object> line, OcsfMapping.Row row, long activity, String kind) {
        OcsfMapping.@Nullable OcsfClass type = mapping.classes().get(row.classUid());
        line.put("class_uid", row.classUid());
        line.put("category_uid", row.categoryUid());
        line.put("activity_id", activity);
        line.put("type_uid", row.classUid() * 100 + activity);
        if (type != null) {
            line.put("class_name", type.name());
            line.put("category_name", type.categoryName());
            line.put(
                    "activity_name",
                    activity == OTHER ? kind : type.activities().getOrDefault(activity, kind));
        }
    }

    /// Which one of a row's cases fits first decides.
    private static long activityOf(OcsfMapping.Row row, OcsfTree tree) {
        for (OcsfMapping.Case one : row.cases()) {
            Object value = tree.valueOf(one.when());
            if (one.values().contains(value) == one.isIn()) {
                return one.activityId();
            }
        }
        return row.activityId();
    }

    private void describe(Map<String, Object> line, EventBatch batch, String kind, long timeNs, String id) {
        line.put("time", Math.floorDiv(timeNs, NS_A_MILLISECOND));
        line.putIfAbsent("severity_id", 1L);
        OcsfTree.put(line, "metadata.version", mapping.version());
        OcsfTree.put(line, "metadata.product.vendor_name", "Vedette");
        OcsfTree.put(line, "metadata.product.name", "Vedette");
        OcsfTree.put(line, "metadata.profiles", mapping.profiles());
        OcsfTree.put(line, "metadata.event_code", kind);
        OcsfTree.put(line, "metadata.original_time", Times.text(timeNs));
        String instance = HexFormat.of().formatHex(batch.getInstanceId().toByteArray());
        OcsfTree.put(line, "metadata.uid", instance + "-" + Long.toUnsignedString(batch.getSequence()) + "-" + id);
    }

    private static void writeFields(JsonGenerator json, Map<String, Object> line) throws IOException {
        for (Map.Entry<String, Object> entry : line.entrySet()) {
            json.writeFieldName(entry.getKey());
            JsonValues.write(json, entry.getValue());
        }
    }

    private void writeUnmapped(JsonGenerator json, Event event, String kind, OcsfMapping.Row row) throws IOException {
        FieldDescriptor detail = event.getOneofFieldDescriptor(JsonLines.DETAIL);
        json.writeObjectFieldStart(kind);
        JsonMessage.writeFields(json, (Message) event.getField(detail), field -> !mapping.isMapped(row, field));
        json.writeEndObject();
    }
}
