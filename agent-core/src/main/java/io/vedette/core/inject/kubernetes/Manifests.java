package io.vedette.core.inject.kubernetes;

import io.vedette.core.inject.target.Route;
import io.vedette.core.inject.target.Target;
import io.vedette.core.inject.text.Document;
import io.vedette.core.inject.text.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where pods stand in manifests.
public final class Manifests {

    private static final List<String> TEMPLATE = List.of("spec", "template", "spec");

    /// The way to the pod's specification, by kind.
    private static final Map<String, List<String>> PODS = Map.of(
            "Pod", List.of("spec"),
            "Deployment", TEMPLATE,
            "ReplicaSet", TEMPLATE,
            "ReplicationController", TEMPLATE,
            "StatefulSet", TEMPLATE,
            "DaemonSet", TEMPLATE,
            "Job", TEMPLATE,
            "CronJob", List.of("spec", "jobTemplate", "spec", "template", "spec"));

    private Manifests() {}

    /// The pods of all documents, those in lists too.
    public static List<Target> in(Document document) {
        return document.roots().stream()
                .map(Route::from)
                .flatMap(Manifests::objects)
                .flatMap(object -> pod(document, object).stream())
                .toList();
    }

    private static Stream<Route> objects(Route object) {
        boolean isList = object.end().text("kind").endsWith("List");
        return isList
                ? object.to("items").stream()
                        .flatMap(items -> items.end().list().stream().flatMap(item -> objects(items.to(item))))
                : Stream.of(object);
    }

    private static Optional<Target> pod(Document document, Route object) {
        String kind = object.end().text("kind");
        Optional<Route> spec = Optional.of(object);
        for (String name : PODS.getOrDefault(kind, List.of("no such kind"))) {
            spec = spec.flatMap(route -> route.to(name));
        }
        return spec.map(route -> {
            String policy = route.end().text("restartPolicy");
            boolean endsByItself = policy.equals("Never") || policy.equals("OnFailure");
            return new Pod(
                    document, (kind + " " + name(object.end())).strip(), route, endsByItself || kind.endsWith("Job"));
        });
    }

    private static String name(Node object) {
        Optional<Node> metadata = object.at("metadata");
        String namespace = metadata.map(node -> node.text("namespace")).orElse("");
        String given = metadata.map(node -> node.text("name")).orElse("");
        // What a controller makes has no name yet when it is admitted.
        String name = given.isEmpty()
                ? metadata.map(node -> node.text("generateName")).orElse("")
                : given;
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
