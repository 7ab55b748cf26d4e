package io.vedette.core.inject.kubernetes;

import io.vedette.core.inject.text.Node;
import io.vedette.core.inject.text.Value;
import java.util.List;

/// What the sidecar asks for: so much that the pod's quality of service stays what it is, if that is *guaranteed*.
///
/// @param areGuaranteed whether limits and requests of all other containers are the same
record Resources(boolean areGuaranteed) {

    private static final String MEMORY = "128Mi";

    static Resources of(List<Node> containers) {
        return new Resources(containers.stream().allMatch(Resources::isGuaranteed));
    }

    private static boolean isGuaranteed(Node container) {
        return isFixed(container, "cpu") && isFixed(container, "memory");
    }

    private static boolean isFixed(Node container, String resource) {
        String limit = text(container, "limits", resource);
        String request = text(container, "requests", resource);
        return !limit.isEmpty() && (request.isEmpty() || request.equals(limit));
    }

    private static String text(Node container, String kind, String resource) {
        return container
                .at("resources")
                .flatMap(resources -> resources.at(kind))
                .map(amounts -> amounts.text(resource))
                .orElse("");
    }

    Value value() {
        Value.Builder limits = new Value.Builder();
        if (areGuaranteed) {
            limits.put("cpu", "100m");
        }
        limits.put("memory", MEMORY);
        Value requests = new Value.Builder()
                .put("cpu", areGuaranteed ? "100m" : "10m")
                .put("memory", MEMORY)
                .build();
        return new Value.Builder()
                .put("requests", requests)
                .put("limits", limits.build())
                .build();
    }
}
