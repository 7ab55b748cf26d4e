package io.vedette.transport.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import io.vedette.v1.Account;
import io.vedette.v1.Container;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventKind;
import io.vedette.v1.Gap;
import io.vedette.v1.Loss;
import io.vedette.v1.LossReason;
import io.vedette.v1.LossStage;
import io.vedette.v1.Process;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/// Writes a batch as lines of JSON, one object for each event, loss, gap, account and health report.
///
/// The names are a contract: scripts are written against them. `kind` comes first, the `batch` that a line
/// came in last. One thread uses it.
public final class JsonLines {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long SECOND_NS = 1_000_000_000;
    private static final OneofDescriptor DETAIL =
            Event.getDescriptor().getOneofs().getFirst();

    private final JsonFactory factory = JsonFactory.builder().build();

    /// Writes all lines of a batch, each ended by a line feed. The stream is not flushed nor closed.
    ///
    /// @param batch every position in it is in range, and no process is its own ancestor
    public void write(EventBatch batch, OutputStream out) throws IOException {
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.enable(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.setRootValueSeparator(null);
            for (Event event : batch.getEventsList()) {
                writeEvent(json, batch, event);
            }
            for (Loss loss : batch.getLossesList()) {
                writeLoss(json, batch, loss);
            }
            for (Gap gap : batch.getGapsList()) {
                writeGap(json, batch, gap);
            }
            for (Account account : batch.getAccountsList()) {
                writeAccount(json, batch, account);
            }
            if (batch.hasHealth()) {
                writeHealth(json, batch);
            }
        }
    }

    private static void writeEvent(JsonGenerator json, EventBatch batch, Event event) throws IOException {
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

    /// The name of the field that is set. An event of a later schema has a field that is not known here.
    private static String kindOf(Event event) {
        if (event.getDetailCase() != Event.DetailCase.DETAIL_NOT_SET) {
            return event.getOneofFieldDescriptor(DETAIL).getName();
        }
        return event.getUnknownFields().asMap().keySet().stream()
                .filter(number -> number >= EventKind.EXEC_VALUE)
                .findFirst()
                .map(number -> "unknown_" + number)
                .orElse("unspecified");
    }

    private static void writeLoss(JsonGenerator json, EventBatch batch, Loss loss) throws IOException {
        start(json, "loss", batch.getClosedTimeNs());
        Container container = batch.getContainers(loss.getContainer());
        JsonProcess.writeContainer(json, container);
        json.writeStringField("event", Names.value(EventKind.getDescriptor(), loss.getKindValue()));
        json.writeStringField("stage", Names.value(LossStage.getDescriptor(), loss.getStageValue()));
        json.writeStringField("reason", Names.value(LossReason.getDescriptor(), loss.getReasonValue()));
        writeCount(json, "count", loss.getCount());
        writeCount(json, "total", loss.getTotal());
        end(json, batch);
    }

    private static void writeGap(JsonGenerator json, EventBatch batch, Gap gap) throws IOException {
        start(json, "gap", batch.getClosedTimeNs());
        json.writeStringField("from", timeOf(gap.getFromTimeNs()));
        json.writeStringField("to", timeOf(gap.getToTimeNs()));
        json.writeArrayFieldStart("kinds");
        for (int kind : gap.getKindsValueList()) {
            json.writeString(Names.value(EventKind.getDescriptor(), kind));
        }
        json.writeEndArray();
        json.writeStringField("cause", ByteText.of(gap.getCause()));
        end(json, batch);
    }

    private static void writeAccount(JsonGenerator json, EventBatch batch, Account account) throws IOException {
        start(json, "account", batch.getClosedTimeNs());
        JsonProcess.writeContainer(json, batch.getContainers(account.getContainer()));
        json.writeStringField("event", Names.value(EventKind.getDescriptor(), account.getKindValue()));
        writeCount(json, "seen", account.getSeen());
        writeCount(json, "sent", account.getSent());
        writeCount(json, "dropped", account.getDropped());
        writeCount(json, "waiting", account.getWaiting());
        writeCount(json, "discarded", account.getDiscarded());
        end(json, batch);
    }

    private static void writeHealth(JsonGenerator json, EventBatch batch) throws IOException {
        start(json, "health", batch.getClosedTimeNs());
        JsonMessage.writeFields(json, batch.getHealth());
        if (batch.hasAgent()) {
            json.writeFieldName("agent");
            JsonMessage.write(json, batch.getAgent());
        }
        end(json, batch);
    }

    private static void start(JsonGenerator json, String kind, long timeNs) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", kind);
        json.writeStringField("time", timeOf(timeNs));
    }

    private static void end(JsonGenerator json, EventBatch batch) throws IOException {
        json.writeObjectFieldStart("batch");
        json.writeStringField(
                "instance", HexFormat.of().formatHex(batch.getInstanceId().toByteArray()));
        writeCount(json, "sequence", batch.getSequence());
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static void writeCount(JsonGenerator json, String name, long value) throws IOException {
        json.writeFieldName(name);
        JsonMessage.writeUnsigned(json, value);
    }

    private static String timeOf(long epochNs) {
        return TIME.format(Instant.ofEpochSecond(Math.floorDiv(epochNs, SECOND_NS), Math.floorMod(epochNs, SECOND_NS)));
    }
}
