package io.vedette.bench.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a sink had counted when it was asked, since it was last told to begin anew.
///
/// @param values by name: `received.KIND` and `lost.KIND`, `p50` and others in nanoseconds, `batch_bytes`,
///     `first_event_ns` of the Unix epoch
record SinkReport(Map<String, Long> values) {

    /// Of how late events were when the endpoint had their batch.
    static final List<String> PERCENTILES = List.of("50", "90", "99", "99.9", "99.99", "100");

    static SinkReport parse(String line) {
        Map<String, Long> values = new HashMap<>();
        for (String pair : line.split(" ", -1)) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), Long.parseLong(pair.substring(equals + 1)));
        }
        return new SinkReport(values);
    }

    long received(String kind) {
        return values.getOrDefault("received." + kind, 0L);
    }

    /// Of all kinds.
    long received() {
        return sum("received.");
    }

    long lost(String kind) {
        return values.getOrDefault("lost." + kind, 0L);
    }

    /// Of all kinds.
    long lost() {
        return sum("lost.");
    }

    long latencyNs(String percentile) {
        return values.getOrDefault("p" + percentile, 0L);
    }

    long firstEventNs() {
        return values.getOrDefault("first_event_ns", 0L);
    }

    long batchBytes() {
        return values.getOrDefault("batch_bytes", 0L);
    }

    private long sum(String prefix) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
