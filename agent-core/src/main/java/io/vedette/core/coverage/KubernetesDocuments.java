package io.vedette.core.coverage;

import io.vedette.core.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Pods as the Kubernetes API describes them.
final class KubernetesDocuments {

    private static final int MOST_PARTS = 64;

    private KubernetesDocuments() {}

    /// @param place what is known of where the pod is; pods don't name their cluster
    /// @return empty when it has no uid, so is none that runs
    static Optional<Task> pod(Json pod, Place place) {
        Json metadata = pod.at("metadata");
        String uid = metadata.text("uid");
        if (uid.isEmpty()) {
            return Optional.empty();
        }
        Json status = pod.at("status");
        String workload = workload(metadata);
        String namespace = metadata.text("namespace");
        return Optional.of(new Task(
                uid,
                Platform.KUBERNETES,
                new Place(
                        place.account(),
                        place.region(),
                        place.cluster(),
                        namespace + "/" + (workload.isEmpty() ? metadata.text("name") : workload)),
                metadata.text("name"),
                workload,
                Set.of(),
                phase(status.text("phase")),
                Times.of(status.at("startTime")).or(() -> Times.of(metadata.at("creationTimestamp"))),
                stopped(status),
                status.text("reason"),
                parts(pod),
                new Traits(
                        system(pod.at("spec")),
                        pod.at("spec").at("nodeSelector").text("kubernetes.io/arch"),
                        "",
                        "",
                        namespace,
                        workload,
                        Map.of(),
                        metadata.at("labels").texts(),
                        metadata.at("annotations").texts()),
                0));
    }

    private static String system(Json spec) {
        String named = spec.at("os").text("name");
        return named.isEmpty() ? spec.at("nodeSelector").text("kubernetes.io/os") : named;
    }

    /// A replica set is named for its deployment and a hash.
    private static String workload(Json metadata) {
        for (Json owner : metadata.at("ownerReferences").items()) {
            String name = owner.text("name");
            return owner.text("kind").equals("ReplicaSet") ? name.replaceFirst("-[a-z0-9]+$", "") : name;
        }
        return "";
    }

    private static Task.Phase phase(String phase) {
        return switch (phase) {
            case "Running" -> Task.Phase.RUNNING;
            case "Succeeded", "Failed" -> Task.Phase.STOPPED;
            default -> Task.Phase.STARTING;
        };
    }

    /// The end of the last container.
    private static Optional<Instant> stopped(Json status) {
        return status.at("containerStatuses").items().stream()
                .flatMap(container ->
                        Times.of(container.at("state").at("terminated").at("finishedAt")).stream())
                .max(Instant::compareTo);
    }

    /// Those of the specification, with their states once there are any. Native sidecars are among
    /// the init containers.
    private static List<Part> parts(Json pod) {
        List<Part> parts = new ArrayList<>();
        Json status = pod.at("status");
        List<Json> states = new ArrayList<>(status.at("containerStatuses").items());
        states.addAll(status.at("initContainerStatuses").items());
        List<Json> all = new ArrayList<>(pod.at("spec").at("containers").items());
        all.addAll(pod.at("spec").at("initContainers").items());
        for (Json container : all) {
            String name = container.text("name");
            if (parts.size() < MOST_PARTS) {
                parts.add(part(
                        name,
                        states.stream()
                                .filter(state -> state.text("name").equals(name))
                                .findFirst()
                                .orElse(new Json(null))));
            }
        }
        return parts;
    }

    private static Part part(String name, Json status) {
        Json state = status.at("state");
        Json ended = state.at("terminated");
        Json last = ended.isObject() ? ended : status.at("lastState").at("terminated");
        Json waiting = state.at("waiting");
        if (state.at("running").isObject()) {
            return new Part(name, Part.State.RUNNING, EcsDocuments.exitCode(last.at("exitCode")), "");
        }
        if (ended.isObject()) {
            return new Part(name, Part.State.STOPPED, EcsDocuments.exitCode(ended.at("exitCode")), reason(ended));
        }
        // What waits at the start of every pod is no failure.
        String why = waiting.text("reason").matches("(ContainerCreating|PodInitializing)?") ? "" : reason(waiting);
        return new Part(name, Part.State.WAITING, EcsDocuments.exitCode(last.at("exitCode")), why);
    }

    private static String reason(Json state) {
        String message = state.text("message");
        String reason = state.text("reason").replace("Completed", "");
        return message.isEmpty() ? reason : reason + ": " + message;
    }
}
