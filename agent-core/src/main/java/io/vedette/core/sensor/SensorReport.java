package io.vedette.core.sensor;

import java.util.List;

/// What a sensor watches, and what it can't see and why.
///
/// @param tier the way of watching: `ebpf`, `procfs`, …
/// @param kinds numbers of the event kinds that are watched, ascending
/// @param issues what is missing, one sentence each: what, why, and what would enable it
public record SensorReport(String tier, List<Integer> kinds, List<String> issues) {

    public SensorReport {
        kinds = List.copyOf(kinds);
        issues = List.copyOf(issues);
    }
}
