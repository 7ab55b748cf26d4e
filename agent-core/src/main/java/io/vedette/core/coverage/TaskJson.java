package io.vedette.core.coverage;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.core.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A task in the file that a later run of the endpoint reads.
final class TaskJson {

    private TaskJson() {}

    static void write(JsonGenerator json, Task task) throws IOException {
        json.writeStringField("id", task.id());
        json.writeStringField("platform", task.platform().name());
        json.writeStringField("account", task.place().account());
        json.writeStringField("region", task.place().region());
        json.writeStringField("cluster", task.place().cluster());
        json.writeStringField("service", task.place().service());
        json.writeStringField("name", task.name());
        json.writeStringField("definition", task.definition());
        json.writeArrayFieldStart("aliases");
        for (String alias : task.aliases()) {
            json.writeString(alias);
        }
        json.writeEndArray();
        json.writeStringField("phase", task.phase().name());
        json.writeStringField("started", task.started().map(Instant::toString).orElse(""));
        json.writeStringField("stopped", task.stopped().map(Instant::toString).orElse(""));
        json.writeStringField("stoppedReason", task.stoppedReason());
        json.writeNumberField("version", task.version());
        writeParts(json, task.parts());
        Traits traits = task.traits();
        json.writeStringField("system", traits.system());
        json.writeStringField("architecture", traits.architecture());
        json.writeStringField("launchType", traits.launchType());
        json.writeStringField("family", traits.family());
        json.writeStringField("namespace", traits.namespace());
        json.writeStringField("workload", traits.workload());
        writeMap(json, "tags", traits.tags());
        writeMap(json, "labels", traits.labels());
        writeMap(json, "annotations", traits.annotations());
    }

    private static void writeParts(JsonGenerator json, List<Part> parts) throws IOException {
        json.writeArrayFieldStart("parts");
        for (Part part : parts) {
            json.writeStartObject();
            json.writeStringField("name", part.name());
            json.writeStringField("state", part.state().name());
            if (part.exitCode().isPresent()) {
                json.writeNumberField("exitCode", part.exitCode().getAsInt());
            }
            json.writeStringField("reason", part.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeMap(JsonGenerator json, String name, Map<String, String> map) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    /// @throws IllegalArgumentException when it is not what was written
    static Task read(Json json) {
        Set<String> aliases = new HashSet<>();
        json.at("aliases").items().forEach(alias -> aliases.add(alias.text()));
        List<Part> parts = new ArrayList<>();
        for (Json part : json.at("parts").items()) {
            parts.add(new Part(
                    part.text("name"),
                    Part.State.valueOf(part.text("state")),
                    EcsDocuments.exitCode(part.at("exitCode")),
                    part.text("reason")));
        }
        return new Task(
                json.text("id"),
                Platform.valueOf(json.text("platform")),
                new Place(json.text("account"), json.text("region"), json.text("cluster"), json.text("service")),
                json.text("name"),
                json.text("definition"),
                aliases,
                Task.Phase.valueOf(json.text("phase")),
                time(json, "started"),
                time(json, "stopped"),
                json.text("stoppedReason"),
                parts,
                new Traits(
                        json.text("system"),
                        json.text("architecture"),
                        json.text("launchType"),
                        json.text("family"),
                        json.text("namespace"),
                        json.text("workload"),
                        json.at("tags").texts(),
                        json.at("labels").texts(),
                        json.at("annotations").texts()),
                (long) json.number("version"));
    }

    private static Optional<Instant> time(Json json, String name) {
        return Times.of(json.at(name));
    }
}
