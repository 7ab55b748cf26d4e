package io.vedette.core.coverage;

import java.util.List;

/// A change as an event of EventBridge has it. `docs/coverage.md` has its shape.
final class ChangeJson {

    private ChangeJson() {}

    /// In UTF-8, on one line.
    static byte[] of(Change change) {
        Row row = change.row();
        return JsonText.object(json -> {
            json.writeStringField("version", "0");
            json.writeStringField("id", change.id());
            json.writeStringField(
                    "detail-type", "Vedette Coverage " + row.state().title());
            json.writeStringField("source", "vedette.coverage");
            json.writeStringField("account", row.place().account());
            json.writeStringField("time", change.time().toString());
            json.writeStringField("region", row.place().region());
            json.writeArrayFieldStart("resources");
            json.writeString(row.id());
            json.writeEndArray();
            json.writeObjectFieldStart("detail");
            json.writeStringField("platform", row.platform().toString());
            json.writeStringField("cluster", row.place().cluster());
            json.writeStringField("service", row.place().service());
            json.writeStringField("task", row.id());
            json.writeStringField("definition", row.definition());
            json.writeStringField(
                    "previousStatus", change.previous().map(State::title).orElse("Unknown"));
            json.writeStringField("currentStatus", row.state().title());
            List<Row.Found> issues = row.issues();
            if (issues.isEmpty()) {
                json.writeNullField("issue");
            } else {
                json.writeObjectFieldStart("issue");
                RowJson.writeIssue(json, issues.getFirst());
                json.writeEndObject();
            }
            RowJson.writeIssues(json, row);
            RowJson.writeAgent(json, row.agent());
            json.writeEndObject();
        });
    }
}
