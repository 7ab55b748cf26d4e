package io.vedette.core.inject.ecs;

import io.vedette.core.inject.target.Route;
import io.vedette.core.inject.target.Target;
import io.vedette.core.inject.text.Document;
import io.vedette.core.inject.text.Node;
import java.util.List;
import java.util.Optional;

/// Where task definitions stand in a document.
public final class EcsTasks {

    private static final String CONTAINERS = "containerDefinitions";

    private EcsTasks() {}

    /// What is registered, or what describing a registered one gives, with `taskDefinition` around it.
    public static List<Target> ofDefinition(Document document) {
        return document.roots().stream()
                .map(Route::from)
                .flatMap(root ->
                        root.to(CONTAINERS).isPresent() ? List.of(root).stream() : root.to("taskDefinition").stream())
                .flatMap(task -> task.to(CONTAINERS).stream().map(list -> definition(document, task, list)))
                .toList();
    }

    private static Target definition(Document document, Route task, Route containers) {
        String family = task.end().text("family");
        String label = family.isEmpty() ? "task definition" : "task definition " + family;
        return new EcsTask(document, label, task, containers, Spelling.API, true);
    }

    /// Every resource of that type in a CloudFormation template.
    public static List<Target> ofTemplate(Document document) {
        return document.roots().stream()
                .flatMap(root -> Route.from(root).to("Resources").stream())
                .flatMap(resources -> members(resources).stream()
                        .filter(member -> member.value().text("Type").equals("AWS::ECS::TaskDefinition"))
                        .map(member -> resource(document, member.key().text(), resources.to(member.value()))))
                .toList();
    }

    private static List<Node.Member> members(Route resources) {
        return resources.end().resolved() instanceof Node.Members members ? members.members() : List.of();
    }

    private static Target resource(Document document, String name, Route resource) {
        Route task = resource.to("Properties").orElse(resource);
        Optional<Route> containers = task.to(Spelling.TEMPLATE.of(CONTAINERS));
        return new EcsTask(document, "task definition " + name, task, containers.orElse(task), Spelling.TEMPLATE, true);
    }

    /// A list of container definitions, as Terraform's `container_definitions` has it.
    public static List<Target> ofContainers(Document document) {
        return document.roots().stream()
                .map(Route::from)
                .<Target>map(root -> new EcsTask(document, "container definitions", root, root, Spelling.API, false))
                .toList();
    }
}
