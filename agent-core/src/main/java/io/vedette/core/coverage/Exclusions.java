package io.vedette.core.coverage;

import java.util.Map;
import java.util.Optional;

/// Whoever says which tasks are not meant to have an agent.
@FunctionalInterface
public interface Exclusions {

    Exclusions NONE = (task, clusterTags) -> Optional.empty();

    /// @param clusterTags of its cluster, as far as they are known
    /// @return why it is to have none, a sentence; empty when it is to have one
    Optional<String> reason(Task task, Map<String, String> clusterTags);
}
