package io.vedette.core.inject.ecs;

import io.vedette.core.inject.text.Node;
import io.vedette.core.inject.text.Value;
import java.util.List;

/// Where a task may run, as far as its definition tells.
enum Launch {
    /// On Fargate, perhaps elsewhere too: only what is allowed there may be asked for.
    FARGATE,
    /// On instances only.
    INSTANCES,
    /// On the owner's own machines, which ECS Anywhere manages.
    EXTERNAL;

    /// What the sidecar asks for.
    Value capabilities() {
        return switch (this) {
            case FARGATE -> Value.texts("SYS_PTRACE");
            // ECS knows no names for the narrower rights that eBPF takes.
            case INSTANCES -> Value.texts("SYS_ADMIN", "SYS_PTRACE", "DAC_READ_SEARCH");
            case EXTERNAL -> Value.texts();
        };
    }

    static Launch of(Node task, Spelling spelling) {
        Node required = task.at(spelling.of("requiresCompatibilities"))
                .or(() -> task.at(spelling.of("compatibilities")))
                .orElse(null);
        if (required == null) {
            // ECS takes it for EC2, and lets whatever could run on Fargate run there.
            boolean isForFargate = task.text(spelling.of("networkMode")).equals("awsvpc")
                    && task.at(spelling.of("cpu")).isPresent()
                    && task.at(spelling.of("memory")).isPresent();
            return isForFargate ? FARGATE : INSTANCES;
        }
        List<String> names = required.list().stream().map(Node::text).toList();
        if (names.isEmpty() || names.contains("") || names.contains("FARGATE")) {
            return FARGATE;
        }
        return names.equals(List.of("EXTERNAL")) ? EXTERNAL : INSTANCES;
    }
}
