package io.vedette.core.pipeline;

import java.util.List;

/// Time in which nothing was watched.
///
/// @param fromEpochNs 0 when not known
/// @param kinds that were not; empty for all that are watched now
/// @param cause one sentence
public record Gap(long fromEpochNs, long toEpochNs, List<Integer> kinds, String cause) {

    public Gap {
        kinds = List.copyOf(kinds);
    }

    /// Of all kinds.
    public Gap(long fromEpochNs, long toEpochNs, String cause) {
        this(fromEpochNs, toEpochNs, List.of(), cause);
    }
}
