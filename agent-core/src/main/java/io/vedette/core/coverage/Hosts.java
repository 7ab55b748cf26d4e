package io.vedette.core.coverage;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Machines without tasks, as tasks.
final class Hosts {

    private Hosts() {}

    static Task task(String name, Place place) {
        return new Task(
                Names.host(name),
                Platform.HOST,
                place,
                name,
                "",
                Set.of(),
                Task.Phase.RUNNING,
                Optional.empty(),
                Optional.empty(),
                "",
                List.of(),
                Traits.NONE,
                0);
    }
}
