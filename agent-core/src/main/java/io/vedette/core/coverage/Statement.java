package io.vedette.core.coverage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a document says of tasks.
///
/// @param gone ids of tasks that are no more
/// @param definitions of tasks
/// @param clusterTags by the cluster's name
/// @param ignored how many things in it are neither
public record Statement(
        List<Task> tasks,
        List<String> gone,
        List<Definition> definitions,
        Map<String, Map<String, String>> clusterTags,
        int ignored) {

    /// Collects one.
    static final class Builder {

        private final List<Task> tasks = new ArrayList<>();
        private final List<String> gone = new ArrayList<>();
        private final List<Definition> definitions = new ArrayList<>();
        private final Map<String, Map<String, String>> clusterTags = new HashMap<>();
        private int ignored;

        void task(Task task) {
            tasks.add(task);
        }

        void gone(String id) {
            gone.add(id);
        }

        void definition(Definition definition) {
            definitions.add(definition);
        }

        void cluster(String name, Map<String, String> tags) {
            clusterTags.put(name, Map.copyOf(tags));
        }

        void ignore() {
            ignored++;
        }

        Statement build() {
            return new Statement(
                    List.copyOf(tasks), List.copyOf(gone), List.copyOf(definitions), Map.copyOf(clusterTags), ignored);
        }
    }
}
