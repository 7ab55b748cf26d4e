package io.vedette.core.coverage;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A report, rolled up by account, cluster and service. `docs/coverage.md` has its shape.
public final class ReportJson {

    private static final Comparator<Row> ORDER =
            Comparator.comparing(Row::state).thenComparing(Row::name).thenComparing(Row::id);

    private ReportJson() {}

    /// In UTF-8, on one line, and its end.
    public static byte[] of(Report report) {
        return JsonText.object(json -> {
            json.writeStringField("time", report.time().toString());
            json.writeStringField("started", report.started().toString());
            writeTotals(json, report.rows());
            json.writeObjectFieldStart("lost");
            json.writeNumberField("tasks", report.lost().tasks());
            json.writeNumberField("agents", report.lost().agents());
            json.writeNumberField("sightings", report.lost().sightings());
            json.writeNumberField("events", report.lost().events());
            json.writeEndObject();
            level(
                    json,
                    report.rows(),
                    "account",
                    row -> row.place().account(),
                    accounts -> level(
                            json,
                            accounts,
                            "cluster",
                            row -> row.place().cluster(),
                            clusters -> level(
                                    json,
                                    clusters,
                                    "service",
                                    row -> row.place().service(),
                                    tasks -> writeTasks(json, tasks))));
        });
    }

    /// Writes what is inside of an object.
    @FunctionalInterface
    private interface Inner {
        void write(List<Row> rows) throws IOException;
    }

    private static void level(JsonGenerator json, List<Row> rows, String name, Function<Row, String> key, Inner inner)
            throws IOException {
        Map<String, List<Row>> groups =
                rows.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
        json.writeArrayFieldStart(name + "s");
        for (Map.Entry<String, List<Row>> group : groups.entrySet()) {
            json.writeStartObject();
            json.writeStringField(name, group.getKey());
            writeTotals(json, group.getValue());
            inner.write(group.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeTotals(JsonGenerator json, List<Row> rows) throws IOException {
        Totals totals = Totals.of(rows);
        json.writeObjectFieldStart("totals");
        for (State state : State.values()) {
            json.writeNumberField(state.toString(), totals.of(state));
        }
        json.writeNumberField("percent", totals.percent());
        json.writeEndObject();
    }

    private static void writeTasks(JsonGenerator json, List<Row> rows) throws IOException {
        json.writeArrayFieldStart("tasks");
        for (Row row : rows.stream().sorted(ORDER).toList()) {
            json.writeStartObject();
            json.writeStringField("id", row.id());
            json.writeStringField("platform", row.platform().toString());
            json.writeStringField("name", row.name());
            json.writeStringField("region", row.place().region());
            json.writeStringField("definition", row.definition());
            json.writeStringField(
                    "phase",
                    row.phase()
                            .map(phase -> phase.name().toLowerCase(Locale.ROOT))
                            .orElse(""));
            json.writeStringField("state", row.state().toString());
            json.writeStringField("since", row.since().toString());
            RowJson.writeIssues(json, row);
            RowJson.writeAgent(json, row.agent());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
