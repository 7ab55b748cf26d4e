package io.vedette.core.coverage;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Since which revision the definitions of tasks have the agent, as far as tasks of later ones
/// show.
final class Injected {

    private final Map<String, Long> newest = new HashMap<>();

    /// @param agentName of the agent's container
    Injected(Collection<Entry> entries, String agentName) {
        for (Entry entry : entries) {
            if (entry.task.part(agentName).isPresent()) {
                newest.merge(group(entry.task), revision(entry.task), Math::max);
            }
        }
    }

    /// Whether a later one has it.
    boolean isLaterThan(Task task) {
        return newest.getOrDefault(group(task), Long.MIN_VALUE) > revision(task);
    }

    private static String group(Task task) {
        String of = task.platform() == Platform.ECS
                ? task.traits().family()
                : task.place().service();
        return task.platform() + " " + task.place().account() + " "
                + task.place().region() + " "
                + (task.platform() == Platform.ECS ? "" : task.place().cluster()) + " " + of;
    }

    /// The number of its definition; pods are in the order of their start.
    private static long revision(Task task) {
        if (task.platform() != Platform.ECS) {
            return task.started().map(Instant::getEpochSecond).orElse(0L);
        }
        String digits = task.definition().substring(task.definition().lastIndexOf(':') + 1);
        return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : 0;
    }
}
