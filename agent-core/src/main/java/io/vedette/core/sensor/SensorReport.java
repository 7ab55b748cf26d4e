package io.vedette.core.sensor;

import java.util.List;

/// What a sensor watches, and what it can't see and why.
///
/// @param tier the way of watching: `ebpf`, `procfs`, …; `none` where nothing is watched
/// @param kinds numbers of the event kinds that are watched, ascending
/// @param issues what is missing, one sentence each: what, why, and what would enable it
/// @param filters what is left out because it is not wanted, as [io.vedette.core.filter.Filters#lines()] says
///     it
public record SensorReport(String tier, List<Integer> kinds, List<String> issues, List<String> filters) {

    private static final String NOTHING = "none";

    public SensorReport {
        tier = kinds.isEmpty() ? NOTHING : tier;
        kinds = List.copyOf(kinds);
        issues = List.copyOf(issues);
        filters = List.copyOf(filters);
    }

    /// Nothing is left out.
    public SensorReport(String tier, List<Integer> kinds, List<String> issues) {
        this(tier, kinds, issues, List.of());
    }

    public SensorReport with(List<String> latestFilters) {
        return new SensorReport(tier, kinds, issues, latestFilters);
    }
}
