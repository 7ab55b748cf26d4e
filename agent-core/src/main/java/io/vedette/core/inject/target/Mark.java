package io.vedette.core.inject.target;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The value of a variable of the sidecar that tells that it was injected, and what was added beside it: by that
/// it can be taken out again.
///
/// @param added names of what was added, in order
public record Mark(List<String> added) {

    public static final String VARIABLE = "VEDETTE_INJECTED";

    private static final String VERSION = "v1";

    /// As `v1,pidMode,volumes`.
    public String text() {
        return Stream.concat(Stream.of(VERSION), added.stream()).collect(Collectors.joining(","));
    }

    /// @return empty when it is none of this version
    public static Optional<Mark> parse(String text) {
        List<String> parts = Arrays.asList(text.split(",", -1));
        return parts.getFirst().equals(VERSION)
                ? Optional.of(new Mark(List.copyOf(parts.subList(1, parts.size()))))
                : Optional.empty();
    }

    public boolean has(String name) {
        return added.contains(name);
    }
}
