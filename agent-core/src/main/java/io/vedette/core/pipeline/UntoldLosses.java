package io.vedette.core.pipeline;

import java.util.Map;
import java.util.TreeMap;

/// Events that are lost and that no account tells of, for who says it to the operator when the agent ends.
/// Any thread.
public final class UntoldLosses {

    private final Map<String, Map<Integer, Long>> events = new TreeMap<>();
    private long batches;

    /// @param containerId as in the stream; empty for the host
    synchronized void add(String containerId, int kind, long count) {
        events.computeIfAbsent(containerId, id -> new TreeMap<>()).merge(kind, count, Long::sum);
    }

    synchronized void addBatch() {
        batches++;
    }

    /// How many batches went when the spool was closed, since they were in memory only.
    public synchronized long batches() {
        return batches;
    }

    /// How many events of which kind, by containers.
    public synchronized Map<String, Map<Integer, Long>> events() {
        Map<String, Map<Integer, Long>> copy = new TreeMap<>();
        events.forEach((id, kinds) -> copy.put(id, Map.copyOf(kinds)));
        return copy;
    }
}
