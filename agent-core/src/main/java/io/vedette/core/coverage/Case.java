package io.vedette.core.coverage;

import java.time.Instant;
import java.util.Optional;

/// All that the judgement of a task depends on.
///
/// @param statedAt when the task was described last
/// @param knownSince when it was described first, or the endpoint was started, whichever was later
/// @param agent that reports for it
/// @param heard when an agent was heard of last that is the task's
/// @param definition of the task
/// @param isInjectedLater whether a later revision of its definition has the agent
/// @param exclusion why it is not meant to have one
public record Case(
        Task task,
        Instant statedAt,
        Instant knownSince,
        Optional<Agent> agent,
        Optional<Instant> heard,
        Optional<Definition> definition,
        boolean isInjectedLater,
        Optional<String> exclusion) {}
