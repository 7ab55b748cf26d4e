package io.vedette.core.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What an endpoint wrote: its lines of JSON.
public record Delivered(List<JsonNode> lines) {

    public static Delivered read(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(mapper.readTree(line));
        }
        return new Delivered(lines);
    }

    /// Of a file that is still being written to: without a last line that is not finished.
    public static Delivered readWhole(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        String text = Files.readString(file);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            lines.add(mapper.readTree(line));
        }
        return new Delivered(lines);
    }

    public List<JsonNode> of(String kind) {
        return lines.stream()
                .filter(line -> line.path("kind").asText().equals(kind))
                .toList();
    }

    public List<JsonNode> of(String kind, String containerId) {
        return of(kind).stream().filter(in(containerId)).toList();
    }

    /// Of each container, by its id.
    public Map<String, Delivered> byContainer() {
        Map<String, List<JsonNode>> lists = new HashMap<>();
        for (JsonNode line : lines) {
            String id = line.path("container").path("id").asText();
            lists.computeIfAbsent(id, first -> new ArrayList<>()).add(line);
        }
        Map<String, Delivered> all = new HashMap<>();
        lists.forEach((id, list) -> all.put(id, new Delivered(list)));
        return all;
    }

    /// Events that were counted as lost.
    public long lost(String event, String containerId) {
        return of("loss", containerId).stream()
                .filter(line -> line.path("event").asText().equals(event))
                .mapToLong(line -> line.path("count").asLong())
                .sum();
    }

    /// The books as they were told last.
    public JsonNode account(String event, String containerId) {
        return of("account", containerId).stream()
                .filter(line -> line.path("event").asText().equals(event))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("no account of " + event + " in " + containerId));
    }

    public static long epochNs(JsonNode time) {
        Instant instant = Instant.parse(time.asText());
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    public static List<String> args(JsonNode holder) {
        List<String> args = new ArrayList<>();
        holder.path("args").forEach(arg -> args.add(arg.asText()));
        return args;
    }

    static boolean isIn(JsonNode line, String containerId) {
        return line.path("container").path("id").asText().equals(containerId);
    }

    private static Predicate<JsonNode> in(String containerId) {
        return line -> isIn(line, containerId);
    }
}
