package io.vedette.core.sensor;

import java.util.List;

/// Time in which a sensor did not watch, and after which it watches again by itself.
///
/// @param fromBootNs on the boot clock
/// @param toBootNs on the boot clock
/// @param kinds that were not watched
/// @param cause why, as a part of a sentence
public record Outage(long fromBootNs, long toBootNs, List<Integer> kinds, String cause) {

    public Outage {
        kinds = List.copyOf(kinds);
    }
}
