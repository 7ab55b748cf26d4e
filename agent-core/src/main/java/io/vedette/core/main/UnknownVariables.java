package io.vedette.core.main;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Variables that look like options and are none: most likely mistyped.
final class UnknownVariables {

    private static final String PREFIX = "VEDETTE_";

    /// Read elsewhere than from options.
    private static final List<String> OTHERS = List.of(
            "VEDETTE_CONFIG",
            "VEDETTE_POD_NAME",
            "VEDETTE_POD_NAMESPACE",
            "VEDETTE_POD_UID",
            "VEDETTE_NODE_NAME",
            "VEDETTE_INJECTED");

    /// What Kubernetes sets for a service of that name.
    private static final Pattern SERVICE = Pattern.compile("VEDETTE_(.*_)?(SERVICE_(HOST|PORT.*)|PORT(_.*)?)");

    private UnknownVariables() {}

    /// @param known variables that options have
    /// @return one sentence for each, about its name only: the value may be a secret
    static List<String> sentences(Map<String, String> environment, Collection<String> known) {
        Set<String> names = new TreeSet<>(known);
        names.addAll(OTHERS);
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !names.contains(name))
                .filter(name -> !SERVICE.matcher(name).matches())
                .sorted()
                .map(name -> "the variable " + name + " is none of the agent's and does nothing; did you mean "
                        + nearest(name, names) + "?")
                .toList();
    }

    private static String nearest(String name, Set<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElse("another");
    }

    /// Levenshtein's.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
