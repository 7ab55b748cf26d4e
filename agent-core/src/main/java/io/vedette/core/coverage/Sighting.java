package io.vedette.core.coverage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a batch tells of the agent that sent it.
///
/// @param instance of the agent, in hex
/// @param received by the endpoint's clock
/// @param closed by the agent's clock
/// @param mentions tasks that it watches
/// @param beat on a heartbeat
/// @param dropped events that were lost before they were in a batch
/// @param discarded events that were lost with their batch
public record Sighting(
        String instance,
        Instant received,
        Instant closed,
        String version,
        String host,
        List<Mention> mentions,
        Optional<Beat> beat,
        long dropped,
        long discarded) {

    /// How the agent is, by its own judgement.
    ///
    /// @param complaints what it says is wrong
    /// @param tiers of its sensors that watch anything, `ebpf` and others
    public record Beat(List<Complaint> complaints, List<String> tiers) {}

    /// @param code name of a `HealthIssue` without its prefix
    public record Complaint(String code, String sentence) {}
}
