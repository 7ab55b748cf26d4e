package io.vedette.core.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is not wanted: events that are neither told nor counted as seen. Never changed once made.
///
/// @param kindsOff numbers of the kinds that are not wanted, by name
/// @param excludedPaths files below these, and these themselves, are not wanted
/// @param includedPaths but below these they are; the longer path decides
/// @param containers full ids, beginnings of ids, names or images, see [ContainerMatch]
public record Filters(
        Map<String, Integer> kindsOff,
        List<String> excludedPaths,
        List<String> includedPaths,
        List<String> containers) {

    public static final Filters NONE = new Filters(Map.of(), List.of(), List.of(), List.of());

    /// How many paths there may be.
    public static final int MAX_PATHS = 1024;

    /// @throws IllegalArgumentException with one line that says which value is wrong and what it should be
    public Filters {
        kindsOff = java.util.Collections.unmodifiableMap(new TreeMap<>(kindsOff));
        excludedPaths = paths("exclude-path", excludedPaths);
        includedPaths = paths("include-path", includedPaths);
        containers = List.copyOf(new TreeSet<>(containers));
        if (containers.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("exclude-container must be an id, a name or an image, not empty");
        }
        for (String path : includedPaths) {
            if (excludedPaths.contains(path)) {
                throw new IllegalArgumentException("exclude-path and include-path both have \"" + path + "\"");
            }
        }
        if (excludedPaths.size() + includedPaths.size() > MAX_PATHS) {
            throw new IllegalArgumentException("exclude-path and include-path may have " + MAX_PATHS
                    + " paths together, not " + (excludedPaths.size() + includedPaths.size()));
        }
    }

    private static List<String> paths(String name, List<String> paths) {
        TreeSet<String> checked = new TreeSet<>();
        for (String path : paths) {
            checked.add(PathPrefix.checked(name, path));
        }
        return List.copyOf(checked);
    }

    /// What either of the two does not want.
    ///
    /// @throws IllegalArgumentException when they contradict each other
    public Filters and(Filters other) {
        Map<String, Integer> kinds = new TreeMap<>(kindsOff);
        kinds.putAll(other.kindsOff);
        return new Filters(
                kinds,
                joined(excludedPaths, other.excludedPaths),
                joined(includedPaths, other.includedPaths),
                joined(containers, other.containers));
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /// Whether a container is not wanted.
    ///
    /// @param name empty when not known, as the image
    public boolean ignores(String id, String name, String image) {
        for (String wanted : containers) {
            if (ContainerMatch.matches(wanted, id, name, image)) {
                return true;
            }
        }
        return false;
    }

    /// One line for each sort, as in a file of filters; empty when everything is wanted.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        line(lines, "exclude-kind", List.copyOf(kindsOff.keySet()));
        line(lines, "exclude-path", excludedPaths);
        line(lines, "include-path", includedPaths);
        line(lines, "exclude-container", containers);
        return lines;
    }

    private static void line(List<String> lines, String name, List<String> values) {
        if (!values.isEmpty()) {
            lines.add(name + "=" + String.join(",", values));
        }
    }
}
