package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A scrape in Prometheus' text format, read by the grammar that its documentation gives.
record TextFormat(Map<String, Double> samples) {

    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE = Pattern.compile(
            "(" + NAME + ")(\\{(?:" + LABEL + "(?:," + LABEL + ")*,?)?})? ([-+0-9.eENaIinf]+)( [0-9]+)?");
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (" + NAME + ") (.*)");

    static TextFormat parse(String text) {
        assertThat(text).endsWith("\n");
        Map<String, Double> samples = new LinkedHashMap<>();
        Set<String> typed = new HashSet<>();
        String family = "";
        for (String line : text.lines().toList()) {
            Matcher comment = COMMENT.matcher(line);
            if (comment.matches()) {
                family = comment.group(2);
                if (comment.group(1).equals("TYPE")) {
                    assertThat(comment.group(3)).isIn("counter", "gauge", "untyped");
                    assertThat(typed.add(family)).as("%s has one type", family).isTrue();
                }
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as("a sample: %s", line).isTrue();
            assertThat(sample.group(1)).as("comes with its family").isEqualTo(family);
            assertThat(typed).contains(family);
            String key = sample.group(1) + (sample.group(2) == null ? "" : sample.group(2));
            assertThat(samples.put(key, Double.parseDouble(sample.group(3))))
                    .as("only once: %s", key)
                    .isNull();
        }
        return new TextFormat(samples);
    }

    double get(String key) {
        assertThat(samples).containsKey(key);
        return samples.get(key);
    }

    /// @param labels what the key has to be like
    double sum(String name, Predicate<String> labels) {
        return samples.entrySet().stream()
                .filter(sample -> sample.getKey().startsWith(name + "{") && labels.test(sample.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
