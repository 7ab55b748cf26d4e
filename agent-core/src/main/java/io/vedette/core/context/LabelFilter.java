package io.vedette.core.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Which labels of a container are told, and how much of them. Labels may hold anything, secrets too: only
/// those that are asked for are kept.
public final class LabelFilter {

    /// Those that tools set to say what a container belongs to.
    public static final String DEFAULT = "com.amazonaws.ecs.*,io.kubernetes.*,app.kubernetes.io/*,"
            + "com.docker.compose.project,com.docker.compose.service,org.opencontainers.image.*";

    static final int MAX_LABELS = 32;
    static final int MAX_NAME = 128;
    static final int MAX_VALUE = 512;

    private final List<Pattern> patterns;

    /// @param patterns names of labels, `*` for any characters
    public LabelFilter(List<String> patterns) {
        List<Pattern> compiled = new ArrayList<>();
        for (String pattern : patterns) {
            String[] parts = pattern.split("\\*", -1);
            for (int i = 0; i < parts.length; i++) {
                parts[i] = Pattern.quote(parts[i]);
            }
            compiled.add(Pattern.compile(String.join(".*", parts)));
        }
        this.patterns = List.copyOf(compiled);
    }

    /// @return those that are kept, by name; values that are too long are cut
    Map<String, String> keep(Map<String, String> labels) {
        Map<String, String> kept = new TreeMap<>();
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            String name = label.getKey();
            if (kept.size() < MAX_LABELS && name.length() <= MAX_NAME && isWanted(name)) {
                kept.put(name, Texts.cut(label.getValue(), MAX_VALUE));
            }
        }
        return kept;
    }

    private boolean isWanted(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
