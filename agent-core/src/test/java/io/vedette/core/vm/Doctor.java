package io.vedette.core.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `vedette doctor` printed.
final class Doctor {

    private static final Pattern KIND = Pattern.compile("([a-z][a-z_]*) +(yes|no) +.*");

    private Doctor() {}

    /// Each kind is watched, or a sentence names it and says why not.
    static void check(List<String> lines) {
        List<String> issues =
                lines.stream().filter(line -> line.startsWith("sensor: ")).toList();
        int kinds = 0;
        for (String line : lines) {
            Matcher kind = KIND.matcher(line);
            if (kind.matches()) {
                kinds++;
                if (kind.group(2).equals("no")) {
                    assertThat(issues)
                            .as("why %s is not watched, in %s", kind.group(1), lines)
                            .anySatisfy(issue -> assertThat(issue).containsPattern("\\b" + kind.group(1) + "\\b"));
                }
            }
        }
        assertThat(kinds).as("kinds in %s", lines).isPositive();
    }
}
