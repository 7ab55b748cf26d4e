package io.vedette.core.inject.ecs;

import io.vedette.core.inject.text.Node;
import io.vedette.core.inject.text.Value;
import java.util.List;
import java.util.OptionalInt;

/// The memory that a task has left for a sidecar.
///
/// @param task MiB of the task; empty when it has none or that is not known
/// @param reserved MiB that its containers keep for themselves, as far as it is known
/// @param isExact whether all of that is known
/// @param limit MiB that the sidecar may use at most
record MemoryRoom(OptionalInt task, int reserved, boolean isExact, int limit) {

    /// MiB; what Docker takes at least.
    private static final int LEAST = 6;

    private static final int SMALL = 128;
    private static final int LARGE_TASK_CPU = 8192;
    private static final int LARGEST_TASK_CPU = 16_384;
    private static final int LARGE_TASK_MEMORY = 32 * 1024;

    static MemoryRoom of(Node task, List<Node> containers, Spelling spelling) {
        OptionalInt cpu = Sizes.parse(task.text(spelling.of("cpu")));
        OptionalInt memory = Sizes.parse(task.text(spelling.of("memory")));
        boolean isExact = memory.isPresent() || task.at(spelling.of("memory")).isEmpty();
        int reserved = 0;
        for (Node container : containers) {
            Node size = container
                    .at(spelling.of("memoryReservation"))
                    .or(() -> container.at(spelling.of("memory")))
                    .orElse(null);
            OptionalInt known = size == null ? OptionalInt.of(0) : Sizes.parse(size.text());
            isExact &= known.isPresent() && container.at(spelling.of("name")).isPresent();
            reserved += known.orElse(0);
        }
        return new MemoryRoom(memory, reserved, isExact, limit(cpu, memory));
    }

    /// What GuardDuty allows its own sidecar in tasks of that size.
    static int limit(OptionalInt cpu, OptionalInt memory) {
        if (cpu.isEmpty() || cpu.getAsInt() < LARGE_TASK_CPU) {
            return SMALL;
        }
        if (cpu.getAsInt() >= LARGEST_TASK_CPU) {
            return 1024;
        }
        return memory.orElse(0) >= LARGE_TASK_MEMORY ? 512 : 256;
    }

    /// Whether ECS would refuse the task with a sidecar in it.
    boolean isFull() {
        return task.isPresent() && (free() < LEAST || task.getAsInt() < limit);
    }

    String fullness() {
        return "its containers reserve " + reserved + " MiB of the task's " + task.orElse(0)
                + " MiB of memory, which leaves too little for the sidecar: raise the task's memory, best by " + limit
                + " MiB, or reserve less";
    }

    /// Whether what the sidecar may use could be missing elsewhere.
    boolean isTight() {
        return task.isPresent() && free() < limit;
    }

    String tightness() {
        return "the task has " + free() + " MiB of memory that no container reserves, and the sidecar may use " + limit
                + ": watch the task's memory, or raise it";
    }

    void write(Value.Builder container, Spelling spelling) {
        container.put(spelling.of("memory"), limit);
        boolean mayExceed = !isExact && (task.isEmpty() || free() >= limit);
        if (mayExceed) {
            container.put(spelling.of("memoryReservation"), LEAST);
        } else if (isTight()) {
            container.put(spelling.of("memoryReservation"), free());
        }
    }

    private int free() {
        return task.orElse(0) - reserved;
    }
}
