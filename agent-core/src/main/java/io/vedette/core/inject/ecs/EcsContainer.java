package io.vedette.core.inject.ecs;

import io.vedette.core.inject.target.Mark;
import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.text.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sidecar as a container definition.
///
/// @param hasVolume whether the task has a volume for the spool; then the rest of its files can be read only
record EcsContainer(
        Sidecar sidecar, Spelling spelling, Launch launch, MemoryRoom room, Optional<Value> logs, boolean hasVolume) {

    /// Of the health check, which tells people; nothing waits for it.
    private static final String STATUS = "/opt/vedette/bin/vedette status || exit 1";

    /// Seconds; the least that ECS takes.
    private static final int RESTART_PERIOD = 60;

    Value.Mapping value(Mark mark) {
        Value.Builder container = new Value.Builder()
                .put(name("name"), sidecar.name())
                .put(name("image"), sidecar.image())
                .put(name("essential"), false);
        room.write(container, spelling);
        container.put(name("environment"), environment(mark));
        if (hasVolume) {
            container.put(name("mountPoints"), new Value.Sequence(List.of(mountPoint())));
            container.put(name("readonlyRootFilesystem"), true);
        }
        container.put(name("linuxParameters"), rights());
        container.put(name("healthCheck"), healthCheck());
        container.put(
                name("restartPolicy"),
                new Value.Builder()
                        .put(name("enabled"), true)
                        .put(name("restartAttemptPeriod"), RESTART_PERIOD)
                        .build());
        container.put(name("stopTimeout"), Sidecar.STOP_SECONDS);
        logs.ifPresent(configuration -> container.put(name("logConfiguration"), configuration));
        return container.build();
    }

    private String name(String api) {
        return spelling.of(api);
    }

    private Value environment(Mark mark) {
        return new Value.Sequence(sidecar.environment(mark).entrySet().stream()
                .map(this::variable)
                .toList());
    }

    private Value variable(Map.Entry<String, String> variable) {
        return new Value.Builder()
                .put(name("name"), variable.getKey())
                .put(name("value"), variable.getValue())
                .build();
    }

    private Value mountPoint() {
        return new Value.Builder()
                .put(name("sourceVolume"), sidecar.volume())
                .put(name("containerPath"), Sidecar.STATE)
                .build();
    }

    private Value rights() {
        Value add = new Value.Builder().put(name("add"), launch.capabilities()).build();
        return new Value.Builder().put(name("capabilities"), add).build();
    }

    private Value healthCheck() {
        return new Value.Builder()
                .put(name("command"), Value.texts("CMD-SHELL", STATUS))
                .put(name("interval"), 30)
                .put(name("timeout"), 5)
                .put(name("retries"), 3)
                .put(name("startPeriod"), 30)
                .build();
    }
}
