package io.vedette.core.coverage;

import java.util.Map;

/// What else is known of a task that decides whether it can, and shall, have an agent. Empty is not
/// known.
///
/// @param system `Linux`, `Windows…`
/// @param architecture `x86_64`, `arm64`
/// @param launchType of ECS
/// @param family of its definition
/// @param namespace of a pod
/// @param workload that keeps a pod
/// @param tags of a task
/// @param labels of a pod
/// @param annotations of a pod
public record Traits(
        String system,
        String architecture,
        String launchType,
        String family,
        String namespace,
        String workload,
        Map<String, String> tags,
        Map<String, String> labels,
        Map<String, String> annotations) {

    static final Traits NONE = new Traits("", "", "", "", "", "", Map.of(), Map.of(), Map.of());

    public Traits {
        tags = Map.copyOf(tags);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
