package io.vedette.core.injector;

import io.vedette.core.inject.Gate;
import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.policy.Facts;

/// Which tasks get the sidecar, as it is at the moment. Any thread.
@FunctionalInterface
public interface Rules {

    /// All tasks.
    Rules NONE = given -> Gate.OPEN;

    /// @param given what is known of a task beside its definition
    /// @return for one request
    /// @throws DefinitionException saying why it is not known
    Gate gate(Facts given) throws DefinitionException;
}
