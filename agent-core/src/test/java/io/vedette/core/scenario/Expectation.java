package io.vedette.core.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One event that has to come, or must not.
record Expectation(JsonNode line) {

    String kind() {
        return line.path("kind").asText();
    }

    boolean isNever() {
        return line.path("never").asBoolean();
    }

    /// Whether an event is of the kind and the process that this is about.
    boolean isAbout(JsonNode event) {
        return event.path("kind").asText().equals(kind())
                && event.path("process").path("pid").asLong(-1)
                        == line.path("pid").asLong();
    }

    /// @param names see [JsonMatch#differences]
    List<String> differences(JsonNode event, Map<String, JsonNode> names) {
        List<String> all = new ArrayList<>(JsonMatch.differences(line.path("expect"), event.path(kind()), names));
        if (line.has("process")) {
            JsonMatch.differences(line.path("process"), event.path("process"), names)
                    .forEach(difference -> all.add("process" + difference));
        }
        if (!isNever() && !names(line.path("incomplete")).equals(names(event.path("incomplete")))) {
            all.add("incomplete: expected " + line.path("incomplete") + ", but it is " + event.path("incomplete"));
        }
        return all;
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new HashSet<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }

    @Override
    public String toString() {
        return Texts.shortened(line);
    }
}
