package io.vedette.core.main;

import java.io.PrintStream;

/// Findings for people: a line for each kind, each way of watching, each thing that is missing.
final class FindingsText {

    private FindingsText() {}

    static void print(PrintStream out, Findings found) {
        out.println("vedette " + found.version() + " on Linux " + found.host().kernelRelease() + ", host "
                + found.host().hostName());
        out.println();
        out.printf("%-18s %-8s %-8s %s%n", "kind", "watched", "by", "could be by");
        for (Findings.Kind kind : found.kinds()) {
            String by = kind.by().isEmpty() ? "-" : kind.by();
            String watched = kind.by().isEmpty() ? "no" : "yes";
            out.printf("%-18s %-8s %-8s %s%n", kind.name(), watched, by, String.join(", ", kind.ways()));
        }
        out.println();
        for (WayOfWatching way : WayOfWatching.values()) {
            String used = way.isIn(found.report()) ? "is used" : "is not";
            out.printf("way: %-8s %-8s takes %s%n", way.tier(), used, way.needs());
        }
        out.println();
        if (found.report().issues().isEmpty()) {
            out.println("sensor: nothing is missing");
        }
        found.report().issues().forEach(issue -> out.println("sensor: " + issue));
        found.filters().forEach(line -> out.println("filters: " + line));
        if (found.filters().isEmpty()) {
            out.println("filters: everything is wanted");
        }
        out.println("spool: " + found.spool());
    }
}
