package io.vedette.core.main;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/// Findings for programs: one JSON object, in one line.
final class FindingsJson {

    private FindingsJson() {}

    static String of(Findings found) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("version", found.version());
            json.writeStringField("kernel", found.host().kernelRelease());
            json.writeStringField("host", found.host().hostName());
            json.writeStringField("tier", found.report().tier());
            json.writeArrayFieldStart("kinds");
            for (Findings.Kind kind : found.kinds()) {
                json.writeStartObject();
                json.writeStringField("kind", kind.name());
                json.writeBooleanField("watched", !kind.by().isEmpty());
                json.writeStringField("by", kind.by());
                strings(json, "could_be_by", kind.ways());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("ways");
            for (WayOfWatching way : WayOfWatching.values()) {
                json.writeStartObject();
                json.writeStringField("tier", way.tier());
                json.writeBooleanField("used", way.isIn(found.report()));
                json.writeStringField("takes", way.needs());
                json.writeEndObject();
            }
            json.writeEndArray();
            strings(json, "issues", found.report().issues());
            strings(json, "filters", found.filters());
            json.writeStringField("spool", found.spool());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
