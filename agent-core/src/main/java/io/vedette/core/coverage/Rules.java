package io.vedette.core.coverage;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What tasks are judged by.
///
/// @param agentName of the agent's container
/// @param grace how long after the start of a task, or of the endpoint, nothing is missed
/// @param silence how long an agent may say nothing: some of its heartbeats
/// @param keep how long tasks that ended are told of
/// @param injectedSince when tasks began to be injected; empty when it is not known
public record Rules(
        String agentName, Duration grace, Duration silence, Duration keep, Optional<Instant> injectedSince) {}
