package io.vedette.core.main;

import io.vedette.core.sensor.SensorReport;
import io.vedette.v1.EventKind;
import java.util.List;
import java.util.stream.Stream;

/// What `vedette doctor` found out.
///
/// @param filters one line each
/// @param spool one sentence
record Findings(String version, HostFacts host, SensorReport report, List<String> filters, String spool) {

    Findings {
        filters = List.copyOf(filters);
    }

    /// One kind of event.
    ///
    /// @param by the way in which it is watched; empty when it is not
    /// @param ways all that could
    record Kind(String name, String by, List<String> ways) {}

    List<Kind> kinds() {
        return Stream.of(EventKind.values())
                .filter(kind -> kind != EventKind.UNRECOGNIZED && kind != EventKind.EVENT_KIND_UNSPECIFIED)
                .map(kind -> kind(kind.getNumber()))
                .toList();
    }

    private Kind kind(int number) {
        List<WayOfWatching> ways = WayOfWatching.of(number);
        String by = report.kinds().contains(number)
                ? ways.stream()
                        .filter(way -> way.isIn(report))
                        .map(WayOfWatching::tier)
                        .findFirst()
                        .orElse(report.tier())
                : "";
        return new Kind(
                KindNames.of(number), by, ways.stream().map(WayOfWatching::tier).toList());
    }
}
