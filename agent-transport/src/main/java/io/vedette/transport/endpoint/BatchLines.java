package io.vedette.transport.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.v1.EventBatch;
import java.io.IOException;
import java.io.OutputStream;

/// Writes a batch as lines of JSON, one object for each event and each report. One thread uses it.
public abstract sealed class BatchLines permits JsonLines, OcsfLines {

    private final JsonFactory factory = new JsonFactory().setCharacterEscapes(SafeEscapes.INSTANCE);

    /// The lines of a format: `json`, the project's own, or `ocsf`.
    ///
    /// @throws IllegalArgumentException there is no such format: one line
    public static BatchLines named(String format) {
        return switch (format) {
            case "json" -> new JsonLines();
            case "ocsf" -> new OcsfLines();
            default -> throw new IllegalArgumentException("--format must be json or ocsf, not \"" + format + "\"");
        };
    }

    /// Writes all lines of a batch, each ended by a line feed. The stream is not flushed nor closed.
    ///
    /// @param batch every position in it is in range, and no process is its own ancestor
    public final void write(EventBatch batch, OutputStream out) throws IOException {
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.enable(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.setRootValueSeparator(null);
            for (int position = 0; position < batch.getEventsCount(); position++) {
                writeEvent(json, batch, position);
                json.writeRaw('\n');
            }
            int reports = 0;
            for (Report report : Report.of(batch)) {
                writeReport(json, batch, report, reports++);
                json.writeRaw('\n');
            }
        }
    }

    abstract void writeEvent(JsonGenerator json, EventBatch batch, int position) throws IOException;

    abstract void writeReport(JsonGenerator json, EventBatch batch, Report report, int position) throws IOException;
}
