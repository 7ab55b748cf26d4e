package io.vedette.core.coverage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A task that is expected to have an agent, as its platform describes it.
///
/// @param id task ARN, or uid of a pod, or `host:NAME`
/// @param name for people
/// @param definition `family:revision`, or what there is
/// @param aliases other names by which an agent may be known to be its, see [Names]
/// @param started when it was made, or began to run
/// @param version of the description; a lower one than what is known is old news; 0 when there is
///     none
public record Task(
        String id,
        Platform platform,
        Place place,
        String name,
        String definition,
        Set<String> aliases,
        Phase phase,
        Optional<Instant> started,
        Optional<Instant> stopped,
        String stoppedReason,
        List<Part> parts,
        Traits traits,
        long version) {

    /// How far it is.
    public enum Phase {
        STARTING,
        RUNNING,
        STOPPED
    }

    public Task {
        aliases = Set.copyOf(aliases);
        parts = List.copyOf(parts);
    }

    /// @param name of the agent's container
    Optional<Part> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /// The same, found to be gone.
    Task gone(Instant when) {
        return phase == Phase.STOPPED ? this : stopped(when);
    }

    Task stopped(Instant when) {
        return new Task(
                id,
                platform,
                place,
                name,
                definition,
                aliases,
                Phase.STOPPED,
                started,
                Optional.of(when),
                stoppedReason,
                parts,
                traits,
                version);
    }
}
