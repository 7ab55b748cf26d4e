package io.vedette.core.coverage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A task in a report.
///
/// @param since when it came into this state
/// @param issues the most important one first
/// @param agent that reports for it, or did
/// @param phase empty when nobody described the task
public record Row(
        String id,
        Platform platform,
        Place place,
        String name,
        String definition,
        State state,
        Instant since,
        List<Found> issues,
        List<String> notes,
        Optional<Agent> agent,
        Optional<Task.Phase> phase) {

    /// An issue and since when it is there.
    public record Found(Issue issue, Instant since) {}
}
