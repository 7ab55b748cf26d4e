package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.core.filter.Filters;
import io.vedette.v1.EventKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is not wanted, as it stands on the command line, in the configuration and in a file of filters.
final class FilterOptions {

    private static final String KIND = "exclude-kind";
    private static final String PATH = "exclude-path";
    private static final String BUT = "include-path";
    private static final String CONTAINER = "exclude-container";
    private static final Set<String> NAMES = Set.of(KIND, PATH, BUT, CONTAINER);

    @Option(
            names = "--" + KIND,
            paramLabel = "KIND",
            split = ",",
            description = "kinds of events that the hooks are to leave out; without exec, fork and exit less is "
                    + "known of the processes behind the other events")
    List<String> kinds = new ArrayList<>();

    @Option(
            names = "--" + PATH,
            paramLabel = "PREFIX",
            split = ",",
            description = "leave out events of files that are this one or below it, by the path that the process "
                    + "itself would name")
    List<String> paths = new ArrayList<>();

    @Option(
            names = "--" + BUT,
            paramLabel = "PREFIX",
            split = ",",
            description = "but tell those below this one; the longer prefix decides")
    List<String> included = new ArrayList<>();

    @Option(
            names = "--" + CONTAINER,
            paramLabel = "ID|NAME|IMAGE",
            split = ",",
            description = "leave out everything in these containers: an id or 8 digits or more of its beginning, a "
                    + "name, an image with or without its tag")
    List<String> containers = new ArrayList<>();

    @Option(
            names = "--filters",
            paramLabel = "FILE",
            description = "more of these four, as properties (" + KIND + "=KIND,...); read again when it changes")
    @Nullable
    Path file;

    /// @throws ConfigException with one line
    Filters toFilters() {
        try {
            return new Filters(numbers(kinds), paths, included, containers);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException("--" + wrong.getMessage());
        }
    }

    /// @throws IllegalArgumentException with one line that says which value is wrong and what it should be
    static Filters parse(Properties properties) {
        for (String name : properties.stringPropertyNames()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown name \"" + name + "\"; known are " + KIND + ", " + PATH
                        + ", " + BUT + " and " + CONTAINER);
            }
        }
        return new Filters(
                numbers(list(properties, KIND)),
                list(properties, PATH),
                list(properties, BUT),
                list(properties, CONTAINER));
    }

    private static List<String> list(Properties properties, String name) {
        List<String> values = new ArrayList<>();
        for (String value : properties.getProperty(name, "").split(",", -1)) {
            if (!value.isBlank()) {
                values.add(value.strip());
            }
        }
        return values;
    }

    private static Map<String, Integer> numbers(List<String> names) {
        Map<String, Integer> numbers = new TreeMap<>();
        for (String name : names) {
            numbers.put(name.toLowerCase(Locale.ROOT), number(name));
        }
        return numbers;
    }

    private static int number(String name) {
        for (EventKind kind : EventKind.values()) {
            if (kind != EventKind.UNRECOGNIZED
                    && kind != EventKind.EVENT_KIND_UNSPECIFIED
                    && kind.name().equalsIgnoreCase(name)) {
                return kind.getNumber();
            }
        }
        throw new IllegalArgumentException(KIND + " has no kind \"" + name + "\"; vedette doctor lists them");
    }
}
