package io.vedette.core.inject.ecs;

import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.text.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Why a task definition can't have a sidecar.
record EcsObstacles(EcsTask target) {

    private static final int MOST_CONTAINERS = 10;

    Optional<String> first(Sidecar sidecar, Launch launch, MemoryRoom room) {
        return Stream.<Supplier<Optional<String>>>of(
                        this::list,
                        () -> target.containers().obstacle(target.document()),
                        this::windows,
                        () -> external(launch),
                        this::network,
                        this::number,
                        () -> name(sidecar),
                        () -> room.isFull() ? Optional.of(room.fullness()) : Optional.empty())
                .flatMap(check -> check.get().stream())
                .findFirst();
    }

    private Optional<String> list() {
        Node containers = target.containers().end();
        boolean isList =
                containers.resolved() instanceof Node.Items list && list.tag().isEmpty();
        if (!isList) {
            return Optional.of("its container definitions are no list that is written out, but made by a function or "
                    + "missing: inject it after they are made");
        }
        return containers.list().isEmpty() ? Optional.of("it has no containers") : Optional.empty();
    }

    private Optional<String> number() {
        int number = target.containers().end().list().size();
        return number >= MOST_CONTAINERS
                ? Optional.of("it has " + number + " containers, and ECS takes " + MOST_CONTAINERS
                        + " in a task definition at most")
                : Optional.empty();
    }

    private Optional<String> windows() {
        String family = setting("runtimePlatform")
                .map(platform -> platform.text(target.spelling().of("operatingSystemFamily")))
                .orElse("");
        return family.toUpperCase(Locale.ROOT).startsWith("WINDOWS")
                ? Optional.of("it runs on Windows (" + family + "), and the agent on Linux only")
                : Optional.empty();
    }

    private static Optional<String> external(Launch launch) {
        return launch == Launch.EXTERNAL
                ? Optional.of(
                        "it runs on machines of its owner (EXTERNAL): run the agent there once for all containers")
                : Optional.empty();
    }

    private Optional<String> network() {
        return setting("networkMode").map(Node::text).orElse("").equals("none")
                ? Optional.of("it has no network (networkMode none), so nothing could be delivered")
                : Optional.empty();
    }

    private Optional<String> name(Sidecar sidecar) {
        List<String> names = target.containers().end().list().stream()
                .map(container -> target.name(container.resolved()))
                .toList();
        return names.contains(sidecar.name())
                ? Optional.of("it has a container named " + sidecar.name()
                        + " that was not injected: give another name with --name")
                : Optional.empty();
    }

    private Optional<Node> setting(String name) {
        return target.task().end().at(target.spelling().of(name));
    }
}
