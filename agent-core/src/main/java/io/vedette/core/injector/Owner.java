package io.vedette.core.injector;

import io.vedette.core.inject.text.Node;
import java.util.List;
import java.util.Optional;

/// Whom a pod belongs to: pods of a controller have names that nobody gave them.
final class Owner {

    private static final String METADATA = "metadata";

    private Owner() {}

    /// The name of the Deployment, StatefulSet, DaemonSet, Job, … that made it, as far as the pod tells.
    ///
    /// @return empty when nobody did
    static String of(Node pod) {
        List<Node> owners = pod.at(METADATA)
                .flatMap(metadata -> metadata.at("ownerReferences"))
                .map(Node::list)
                .orElse(List.of());
        return owners.stream()
                .filter(owner -> owner.text("controller").equals("true"))
                .findFirst()
                .map(owner -> name(pod, owner))
                .orElse("");
    }

    /// A ReplicaSet has the name of its Deployment with a hash behind it.
    private static String name(Node pod, Node owner) {
        String name = owner.text("name");
        Optional<String> hash = pod.at(METADATA)
                .flatMap(metadata -> metadata.at("labels"))
                .map(labels -> labels.text("pod-template-hash"))
                .filter(text -> !text.isEmpty());
        boolean isOfDeployment = owner.text("kind").equals("ReplicaSet")
                && hash.filter(text -> name.endsWith("-" + text)).isPresent();
        return isOfDeployment ? name.substring(0, name.length() - hash.get().length() - 1) : name;
    }
}
