package io.vedette.core.inject;

import io.vedette.core.inject.compose.ComposeFile;
import io.vedette.core.inject.ecs.EcsTasks;
import io.vedette.core.inject.kubernetes.Manifests;
import io.vedette.core.inject.target.Target;
import io.vedette.core.inject.text.Document;
import io.vedette.core.inject.text.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The kinds of definitions.
public enum Format {
    /// A task definition as it is registered, or as describing one gives it.
    ECS,
    /// A template with task definitions among its resources.
    CLOUDFORMATION,
    /// A list of container definitions alone.
    TERRAFORM,
    COMPOSE,
    KUBERNETES;

    /// @return empty when it looks like none of them
    static Optional<Format> of(Document document) {
        return Arrays.stream(values())
                .filter(format -> document.roots().stream().anyMatch(format::isIt))
                .findFirst();
    }

    /// @param name as an option has it
    /// @return empty when there is none of that name
    public static Optional<Format> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<Target> targets(Document document) {
        return switch (this) {
            case ECS -> EcsTasks.ofDefinition(document);
            case CLOUDFORMATION -> EcsTasks.ofTemplate(document);
            case TERRAFORM -> EcsTasks.ofContainers(document);
            case COMPOSE -> ComposeFile.in(document);
            case KUBERNETES -> Manifests.in(document);
        };
    }

    private boolean isIt(Node root) {
        return switch (this) {
            case ECS ->
                root.at("containerDefinitions").isPresent()
                        || root.at("taskDefinition").isPresent();
            case CLOUDFORMATION -> isTemplate(root);
            case TERRAFORM -> isContainers(root.list());
            case COMPOSE -> root.at("services").isPresent();
            case KUBERNETES ->
                root.at("apiVersion").isPresent() && root.at("kind").isPresent();
        };
    }

    private static boolean isTemplate(Node root) {
        boolean hasResources = root.at("Resources").map(Node::resolved).stream()
                .anyMatch(resources -> resources instanceof Node.Members members
                        && members.members().stream()
                                .anyMatch(member -> member.value().text("Type").contains("::")));
        return hasResources || root.at("AWSTemplateFormatVersion").isPresent();
    }

    private static boolean isContainers(List<Node> items) {
        return !items.isEmpty()
                && items.stream()
                        .allMatch(item ->
                                item.at("name").isPresent() && item.at("image").isPresent());
    }
}
