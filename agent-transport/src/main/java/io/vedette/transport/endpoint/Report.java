package io.vedette.transport.endpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.v1.Account;
import io.vedette.v1.Digest;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventKind;
import io.vedette.v1.Gap;
import io.vedette.v1.Loss;
import io.vedette.v1.LossReason;
import io.vedette.v1.LossStage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a batch says that is not an event: losses, gaps, the books, health, and checksums of files.
///
/// @param kind of the line
/// @param fields writes what is its own into the object that is open
record Report(String kind, Fields fields) {

    /// Writes fields.
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /// In the order of the lines.
    static List<Report> of(EventBatch batch) {
        List<Report> reports = new ArrayList<>();
        batch.getDigestsList()
                .forEach(digest -> reports.add(new Report("digest", json -> writeDigest(json, batch, digest))));
        batch.getLossesList().forEach(loss -> reports.add(new Report("loss", json -> writeLoss(json, batch, loss))));
        batch.getGapsList().forEach(gap -> reports.add(new Report("gap", json -> writeGap(json, gap))));
        batch.getAccountsList()
                .forEach(account -> reports.add(new Report("account", json -> writeAccount(json, batch, account))));
        if (batch.hasHealth()) {
            reports.add(new Report("health", json -> writeHealth(json, batch)));
        }
        return reports;
    }

    private static void writeDigest(JsonGenerator json, EventBatch batch, Digest digest) throws IOException {
        JsonProcess.writeContainer(json, batch.getContainers(digest.getContainer()));
        JsonMessage.writeFields(json, digest, field -> switch (field.getNumber()) {
            case Digest.CONTAINER_FIELD_NUMBER -> false;
            case Digest.SHA256_FIELD_NUMBER -> !digest.getSha256().isEmpty();
            case Digest.FAILURE_FIELD_NUMBER -> digest.getSha256().isEmpty();
            default -> true;
        });
    }

    private static void writeLoss(JsonGenerator json, EventBatch batch, Loss loss) throws IOException {
        JsonProcess.writeContainer(json, batch.getContainers(loss.getContainer()));
        json.writeStringField("event", Names.value(EventKind.getDescriptor(), loss.getKindValue()));
        json.writeStringField("stage", Names.value(LossStage.getDescriptor(), loss.getStageValue()));
        json.writeStringField("reason", Names.value(LossReason.getDescriptor(), loss.getReasonValue()));
        writeCount(json, "count", loss.getCount());
        writeCount(json, "total", loss.getTotal());
    }

    private static void writeGap(JsonGenerator json, Gap gap) throws IOException {
        if (gap.getFromTimeNs() != 0) {
            json.writeStringField("from", Times.text(gap.getFromTimeNs()));
        }
        json.writeStringField("to", Times.text(gap.getToTimeNs()));
        json.writeArrayFieldStart("kinds");
        for (int kind : gap.getKindsValueList()) {
            json.writeString(Names.value(EventKind.getDescriptor(), kind));
        }
        json.writeEndArray();
        json.writeStringField("cause", ByteText.of(gap.getCause()));
    }

    private static void writeAccount(JsonGenerator json, EventBatch batch, Account account) throws IOException {
        JsonProcess.writeContainer(json, batch.getContainers(account.getContainer()));
        json.writeStringField("event", Names.value(EventKind.getDescriptor(), account.getKindValue()));
        writeCount(json, "seen", account.getSeen());
        writeCount(json, "sent", account.getSent());
        writeCount(json, "dropped", account.getDropped());
        writeCount(json, "waiting", account.getWaiting());
        writeCount(json, "discarded", account.getDiscarded());
    }

    private static void writeHealth(JsonGenerator json, EventBatch batch) throws IOException {
        JsonMessage.writeFields(json, batch.getHealth());
        if (batch.hasAgent()) {
            json.writeFieldName("agent");
            JsonMessage.write(json, batch.getAgent());
        }
    }

    private static void writeCount(JsonGenerator json, String name, long value) throws IOException {
        json.writeFieldName(name);
        JsonMessage.writeUnsigned(json, value);
    }
}
