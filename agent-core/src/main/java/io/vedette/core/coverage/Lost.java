package io.vedette.core.coverage;

/// What had no room, so that nobody takes a report for more than it is.
///
/// @param tasks that were not taken in, or forgotten before their time
/// @param agents that were forgotten
/// @param sightings that were passed over
/// @param events that did not get out
public record Lost(long tasks, long agents, long sightings, long events) {}
