package io.vedette.core.coverage;

import io.vedette.core.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Tasks, task definitions and clusters as ECS describes them in answers and events.
final class EcsDocuments {

    private static final String SERVICE = "service:";
    private static final int MOST_PARTS = 32;

    private EcsDocuments() {}

    /// @return empty when it has no ARN, so is none
    static Optional<Task> task(Json task) {
        String arn = task.text("taskArn");
        if (arn.isEmpty()) {
            return Optional.empty();
        }
        String group = task.text("group");
        String definition = Place.shortName(task.text("taskDefinitionArn"));
        return Optional.of(new Task(
                arn,
                Platform.ECS,
                Place.ofArn(
                        arn,
                        task.text("clusterArn"),
                        group.startsWith(SERVICE) ? group.substring(SERVICE.length()) : ""),
                Place.shortName(arn),
                definition,
                aliases(arn, task),
                phase(task.text("lastStatus")),
                Times.of(task.at("startedAt")).or(() -> Times.of(task.at("createdAt"))),
                Times.of(task.at("stoppedAt")).or(() -> Times.of(task.at("stoppingAt"))),
                task.text("stoppedReason"),
                parts(task),
                traits(task, definition),
                (long) task.number("version")));
    }

    private static Traits traits(Json task, String definition) {
        String architecture = "";
        for (Json attribute : task.at("attributes").items()) {
            if (attribute.text("name").equals("ecs.cpu-architecture")) {
                architecture = attribute.text("value");
            }
        }
        return new Traits(
                task.text("platformFamily"),
                architecture,
                task.text("launchType"),
                definition.replaceFirst(":[0-9]+$", ""),
                "",
                "",
                tags(task),
                Map.of(),
                Map.of());
    }

    static Map<String, String> tags(Json owner) {
        Map<String, String> tags = new HashMap<>();
        owner.at("tags").items().forEach(tag -> tags.put(tag.text("key"), tag.text("value")));
        return tags;
    }

    private static Task.Phase phase(String status) {
        return switch (status) {
            case "RUNNING", "DEACTIVATING", "STOPPING", "DEPROVISIONING" -> Task.Phase.RUNNING;
            case "STOPPED", "DELETED" -> Task.Phase.STOPPED;
            default -> Task.Phase.STARTING;
        };
    }

    /// Its id in cgroup paths, and the names of its network interfaces, which its containers have
    /// as host names.
    private static Set<String> aliases(String arn, Json task) {
        Set<String> aliases = new HashSet<>();
        Names.ecsId(arn).ifPresent(aliases::add);
        for (Json attachment : task.at("attachments").items()) {
            for (Json detail : attachment.at("details").items()) {
                if (detail.text("name").equals("privateDnsName")) {
                    aliases.add(Names.host(detail.text("value")));
                }
            }
        }
        return aliases;
    }

    private static List<Part> parts(Json task) {
        List<Part> parts = new ArrayList<>();
        for (Json container : task.at("containers").items()) {
            if (parts.size() < MOST_PARTS) {
                parts.add(new Part(
                        container.text("name"),
                        switch (container.text("lastStatus")) {
                            case "RUNNING" -> Part.State.RUNNING;
                            case "STOPPED" -> Part.State.STOPPED;
                            default -> Part.State.WAITING;
                        },
                        exitCode(container.at("exitCode")),
                        container.text("reason")));
            }
        }
        return parts;
    }

    static OptionalInt exitCode(Json number) {
        return number.number().isPresent()
                ? OptionalInt.of((int) number.number().getAsDouble())
                : OptionalInt.empty();
    }

    /// @return empty when it has no ARN, so is none
    static Optional<Definition> definition(Json definition) {
        String arn = definition.text("taskDefinitionArn");
        if (arn.isEmpty()) {
            return Optional.empty();
        }
        Json platform = definition.at("runtimePlatform");
        return Optional.of(new Definition(
                Place.shortName(arn),
                !definition.text("executionRoleArn").isEmpty(),
                definition.at("containerDefinitions").items().size(),
                platform.text("operatingSystemFamily"),
                platform.text("cpuArchitecture")));
    }
}
