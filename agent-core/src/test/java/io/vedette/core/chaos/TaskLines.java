package io.vedette.core.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.core.delivery.Delivered;
import io.vedette.transport.endpoint.JsonLines;
import io.vedette.v1.EventBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Of batches, the lines that are about one task or unknown containers, gaps and health. The rest of the machine may be
/// busy.
///
/// Of a flood of opens the first ones are as they came, the others are one with their count.
///
/// @param batches which they came in, also those with no such line
record TaskLines(Delivered delivered, Set<String> batches) {

    /// One thread at a time uses it.
    static final class Collector {

        private static final int OPENS_KEPT = 20_000;

        private final String taskId;
        private final Map<String, ArrayDeque<ObjectNode>> opens = new HashMap<>();
        private final JsonLines format = new JsonLines();
        private final ObjectMapper json = new ObjectMapper();
        private final List<JsonNode> lines = new ArrayList<>();
        private final Set<String> batches = new HashSet<>();

        Collector(String taskId) {
            this.taskId = taskId;
        }

        void add(EventBatch batch) throws IOException {
            batches.add(name(batch));
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            format.write(batch, text);
            for (String line : text.toString(StandardCharsets.UTF_8).lines().toList()) {
                addIfOfTask(line);
            }
        }

        /// A line that an endpoint has written.
        void add(String line) throws IOException {
            JsonNode batch = json.readTree(line).path("batch");
            batches.add(
                    name(batch.path("instance").asText(), batch.path("sequence").asLong()));
            addIfOfTask(line);
        }

        private void addIfOfTask(String line) throws IOException {
            if (line.contains(taskId)
                    || line.contains("/bin/chaos")
                    || line.contains("\"id\":\"unknown\"")
                    || line.startsWith("{\"kind\":\"gap\"")
                    || line.startsWith("{\"kind\":\"health\"")) {
                add(json.readTree(line));
            }
        }

        private void add(JsonNode line) {
            if (line instanceof ObjectNode open && open.path("kind").asText().equals("open")) {
                ArrayDeque<ObjectNode> ofContainer =
                        opens.computeIfAbsent(open.path("container").path("id").asText(), id -> new ArrayDeque<>());
                if (ofContainer.size() == OPENS_KEPT) {
                    addCount(ofContainer.getLast(), open);
                    return;
                }
                ofContainer.add(open);
            }
            lines.add(line);
        }

        private static void addCount(ObjectNode sum, ObjectNode open) {
            long count = sum.path("open").path("count").asLong()
                    + open.path("open").path("count").asLong();
            ((ObjectNode) sum.path("open")).put("count", count);
        }

        TaskLines sofar() {
            return new TaskLines(new Delivered(List.copyOf(lines)), Set.copyOf(batches));
        }
    }

    static String name(EventBatch batch) {
        return name(HexFormat.of().formatHex(batch.getInstanceId().toByteArray()), batch.getSequence());
    }

    private static String name(String instance, long sequence) {
        return instance + " " + sequence;
    }
}
