package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.core.delivery.Delivered;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Counts what is in an endpoint's file, line by line: of a long run it would be too much to keep.
final class FileTally {

    private static final Set<String> REPORTS = Set.of("loss", "gap", "account", "health", "digest");
    private static final Set<String> FILES = Set.of("open", "write", "close_write", "unlink");
    private static final String TEMPORARY = "/tmp/";

    /// By the key that a program puts into its arguments and paths: see `chaos.h`.
    private final Map<String, Long> received = new HashMap<>();

    private final TreeMap<Long, Long> eventsOfBatches = new TreeMap<>();
    private final Map<String, Long> lost = new HashMap<>();
    private final Map<String, Long> lostBy = new TreeMap<>();

    private FileTally() {}

    /// Fails if a batch comes again behind a later one; there may be one agent only.
    static FileTally of(Path file) throws IOException {
        FileTally tally = new FileTally();
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                tally.add(json.readTree(line));
            }
        }
        return tally;
    }

    private void add(JsonNode line) {
        long sequence = line.path("batch").path("sequence").asLong();
        assertThat(eventsOfBatches.isEmpty() ? 0 : eventsOfBatches.lastKey())
                .as("the batch before")
                .isLessThanOrEqualTo(sequence);
        String kind = line.path("kind").asText();
        eventsOfBatches.merge(sequence, REPORTS.contains(kind) ? 0L : 1, Long::sum);
        if (kind.equals("loss")) {
            long count = line.path("count").asLong();
            String container = line.path("container").path("id").asText();
            lost.merge(name(container, "", line.path("event").asText()), count, Long::sum);
            lostBy.merge(line.path("stage").asText() + " " + line.path("reason").asText(), count, Long::sum);
            return;
        }
        String path = line.path(kind).path("path").asText();
        List<String> args = Delivered.args(line.path("process"));
        String container = line.path("container").path("id").asText();
        if (FILES.contains(kind)) {
            if (!path.startsWith(TEMPORARY) || path.lastIndexOf('-') < TEMPORARY.length()) {
                return;
            }
            long count = kind.equals("open") ? line.path("open").path("count").asLong() : 1;
            String key = path.substring(TEMPORARY.length(), path.lastIndexOf('-'));
            received.merge(name(container, key, kind), count, Long::sum);
        } else if (args.size() > 2) {
            received.merge(name(container, args.get(2), kind), 1L, Long::sum);
        }
    }

    long received(String container, String key, String kind) {
        return received.getOrDefault(name(container, key, kind), 0L);
    }

    /// What was counted of the whole container.
    long lost(String container, String kind) {
        return lost.getOrDefault(name(container, "", kind), 0L);
    }

    /// Of all containers and the host, by stage and reason.
    Map<String, Long> lostBy() {
        return lostBy;
    }

    /// Whether the runtime does it too, in the same container before it becomes the app.
    static boolean isOfFile(String kind) {
        return FILES.contains(kind);
    }

    /// Events in batches after the first of these sequences, up to the second.
    long events(long after, long upTo) {
        return eventsOfBatches.subMap(after, false, upTo, true).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    long batches() {
        return eventsOfBatches.lastKey();
    }

    private static String name(String container, String key, String kind) {
        return container + " " + key + " " + kind;
    }
}
