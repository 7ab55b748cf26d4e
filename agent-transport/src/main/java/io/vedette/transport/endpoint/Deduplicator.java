package io.vedette.transport.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/// Knows the highest sequence of each agent instance. Batches of an instance come in order and are only ever
/// repeated, so that one number an instance is enough.
///
/// Bounded: when there are too many instances, the one not heard of for the longest time is forgotten, and a
/// repeat of its batches would be delivered twice. Guarded by its owner.
final class Deduplicator {

    private final LinkedHashMap<AgentInstance, Long> highest;

    Deduplicator(int maxInstances) {
        highest = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<AgentInstance, Long> eldest) {
                return size() > maxInstances;
            }
        };
    }

    boolean isRepeat(AgentInstance instance, long sequence) {
        Long known = highest.get(instance);
        return known != null && sequence <= known;
    }

    void accepted(AgentInstance instance, long sequence) {
        highest.merge(instance, sequence, Math::max);
    }

    long last(AgentInstance instance, long otherwise) {
        return highest.getOrDefault(instance, otherwise);
    }

    /// Goes back to an earlier state of an instance.
    void restore(AgentInstance instance, long sequence) {
        highest.put(instance, sequence);
    }

    int size() {
        return highest.size();
    }

    /// What is known, the one longest not heard of first. A view.
    Map<AgentInstance, Long> known() {
        return highest;
    }
}
