package io.vedette.core.inject;

import io.vedette.core.inject.target.Traits;
import java.util.Optional;

/// Whoever says which tasks get the sidecar. The same traits always get the same answer.
@FunctionalInterface
public interface Gate {

    /// Lets all of them have it.
    Gate OPEN = traits -> Optional.empty();

    /// @return why a task is to stay as it is, as the end of a sentence; empty when it is to get the sidecar
    Optional<String> refusal(Traits traits);
}
