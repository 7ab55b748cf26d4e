package io.vedette.core.inject.ecs;

import io.vedette.core.inject.text.Addition;
import io.vedette.core.inject.text.Node;
import io.vedette.core.inject.text.Value;
import java.util.List;

/// How large a task definition is when it is registered: as JSON without blanks, in bytes. What functions make of it
/// later is not known.
///
/// @param before without what is added
record TaskSize(int before, int added) {

    /// What ECS takes.
    private static final int MOST = 64 * 1024;

    static TaskSize of(Node task, List<Addition> additions) {
        int before = Value.copyOf(task.resolved()).map(Value::jsonBytes).orElse(0);
        return new TaskSize(before, additions.stream().mapToInt(TaskSize::bytes).sum());
    }

    /// With the comma before it.
    private static int bytes(Addition addition) {
        int value = addition.value().jsonBytes() + 1;
        return switch (addition) {
            case Addition.Item item -> value;
            case Addition.Member member -> value + Value.of(member.key()).jsonBytes() + 1;
        };
    }

    boolean isTooLarge() {
        return before + added > MOST;
    }

    String excess() {
        return "it has " + before + " bytes as JSON without blanks, the sidecar would add " + added + ", and ECS takes "
                + MOST + " at most: move long values to where the containers read them themselves";
    }
}
