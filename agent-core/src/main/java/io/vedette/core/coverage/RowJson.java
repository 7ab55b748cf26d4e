package io.vedette.core.coverage;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A task as reports and events have it. The names are a contract.
final class RowJson {

    private RowJson() {}

    /// The issues that a row has.
    static void writeIssues(JsonGenerator json, Row row) throws IOException {
        json.writeArrayFieldStart("issues");
        for (Row.Found found : row.issues()) {
            json.writeStartObject();
            writeIssue(json, found);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("notes");
        for (String note : row.notes()) {
            json.writeString(note);
        }
        json.writeEndArray();
    }

    static void writeIssue(JsonGenerator json, Row.Found found) throws IOException {
        json.writeStringField("code", found.issue().code().name());
        json.writeStringField("title", found.issue().code().title());
        json.writeStringField("cause", found.issue().cause());
        json.writeStringField("message", found.issue().sentence());
        json.writeStringField("since", found.since().toString());
    }

    /// The agent, or null.
    static void writeAgent(JsonGenerator json, Optional<Agent> agent) throws IOException {
        if (agent.isEmpty()) {
            json.writeNullField("agent");
            return;
        }
        Agent known = agent.get();
        json.writeObjectFieldStart("agent");
        json.writeStringField("instance", known.instance());
        json.writeStringField("version", known.version());
        json.writeStringField("host", known.host());
        json.writeArrayFieldStart("tiers");
        for (String tier : known.beat().map(Sighting.Beat::tiers).orElse(List.of())) {
            json.writeString(tier);
        }
        json.writeEndArray();
        json.writeStringField("firstSeen", known.first().toString());
        json.writeStringField("lastSeen", known.received().toString());
        json.writeNumberField("dropped", known.losses().dropped());
        json.writeNumberField("discarded", known.losses().discarded());
        json.writeEndObject();
    }
}
