package io.vedette.core.inject.target;

import java.util.Map;
import java.util.Optional;

/// What a definition tells of the task itself, before anything is added to it. What a function makes, or nobody
/// wrote, is not there.
///
/// @param arn of a registered task definition
/// @param family of a task definition
/// @param namespace of a Kubernetes object
/// @param workload the name of the Kubernetes object that the pods belong to
/// @param tags of a task definition
/// @param labels of the pods
/// @param annotations of the pods
public record Traits(
        Optional<String> arn,
        Optional<String> family,
        Optional<String> namespace,
        Optional<String> workload,
        Map<String, String> tags,
        Map<String, String> labels,
        Map<String, String> annotations) {

    /// Of what tells nothing.
    public static final Traits NONE = ofTask("", "", Map.of());

    /// @param arn empty when it has none
    /// @param family empty when it has none
    public static Traits ofTask(String arn, String family, Map<String, String> tags) {
        return new Traits(given(arn), given(family), Optional.empty(), Optional.empty(), tags, Map.of(), Map.of());
    }

    /// @param namespace empty when it has none
    /// @param workload empty when it has none
    public static Traits ofPod(
            String namespace, String workload, Map<String, String> labels, Map<String, String> annotations) {
        return new Traits(
                Optional.empty(), Optional.empty(), given(namespace), given(workload), Map.of(), labels, annotations);
    }

    /// These, but for what the cluster knows of a pod better than its manifest.
    ///
    /// @param place the namespace; empty when it is not known
    /// @param owner the workload; empty when it is not known
    public Traits with(String place, String owner) {
        return new Traits(
                arn,
                family,
                given(place).or(() -> namespace),
                given(owner).or(() -> workload),
                tags,
                labels,
                annotations);
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(known -> !known.isEmpty());
    }
}
