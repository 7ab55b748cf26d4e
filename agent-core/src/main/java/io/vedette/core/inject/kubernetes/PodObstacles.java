package io.vedette.core.inject.kubernetes;

import io.vedette.core.inject.target.Route;
import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.text.Node;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Why a pod can't have a sidecar.
record PodObstacles(Pod pod) {

    Optional<String> first(Sidecar sidecar) {
        return Stream.<Supplier<Optional<String>>>of(
                        () -> pod.spec().obstacle(pod.document()),
                        this::list,
                        this::windows,
                        this::processes,
                        () -> name(sidecar),
                        () -> end(sidecar))
                .flatMap(check -> check.get().stream())
                .findFirst();
    }

    private Optional<String> list() {
        return pod.containers().isEmpty()
                ? Optional.of("it has no list of containers")
                : pod.spec().to("containers").flatMap((Route list) -> list.obstacle(pod.document()));
    }

    private Optional<String> windows() {
        Node spec = pod.spec().end();
        Optional<Node> selector = spec.at("nodeSelector");
        boolean isWindows = spec.at("os").map(os -> os.text("name")).orElse("").equals("windows")
                || selector.map(labels -> labels.text("kubernetes.io/os"))
                        .orElse("")
                        .equals("windows");
        return isWindows ? Optional.of("it runs on Windows, and the agent on Linux only") : Optional.empty();
    }

    private Optional<String> processes() {
        boolean isForbidden = pod.spec().end().text("shareProcessNamespace").equals("false");
        return isForbidden
                ? Optional.of(
                        "shareProcessNamespace is false there: take it out, or set it to true, if the agent is to "
                                + "see the pod's processes")
                : Optional.empty();
    }

    private Optional<String> name(Sidecar sidecar) {
        boolean isTaken =
                pod.allContainers().anyMatch(container -> container.text("name").equals(sidecar.name()));
        return isTaken
                ? Optional.of("it has a container named " + sidecar.name()
                        + " that was not injected: give another name with --name")
                : Optional.empty();
    }

    private Optional<String> end(Sidecar sidecar) {
        return pod.endsByItself() && !sidecar.nativeInJobs()
                ? Optional.of(
                        "it ends when its containers have ended, and the agent would go on: --native-sidecar adds "
                                + "it as an init container that goes on, whose image its start waits for")
                : Optional.empty();
    }
}
