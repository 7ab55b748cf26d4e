package io.vedette.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.fuzz.Rounds;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class GlobTest {

    private static String text(Random random, String letters) {
        return random.ints(random.nextInt(7), 0, letters.length())
                .mapToObj(at -> letters.substring(at, at + 1))
                .collect(Collectors.joining());
    }

    @Test
    void matchesAsTheRegularExpressionDoes() throws Exception {
        Rounds.of(20_000, random -> {
            String glob = text(random, "ab*.");
            String value = text(random, "ab.");

            String expression =
                    Arrays.stream(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            assertThat(new Glob(glob).matches(value))
                    .as("%s on %s", glob, value)
                    .isEqualTo(Pattern.matches(expression, value));
        });
    }

    @Test
    void whatItCoversItMatches() throws Exception {
        Rounds.of(20_000, random -> {
            Glob one = new Glob(text(random, "ab*"));
            Glob other = new Glob(text(random, "ab*"));
            String value = text(random, "ab");

            if (one.covers(other) && other.matches(value)) {
                assertThat(one.matches(value))
                        .as("%s covers %s, on %s", one, other, value)
                        .isTrue();
                assertThat(one.isExact()).isEqualTo(other.isExact());
            }
        });
        assertThat(new Glob("a*").covers(new Glob("ab*"))).isTrue();
        assertThat(new Glob("a*").covers(new Glob("ab"))).as("less exact").isFalse();
    }

    @Test
    @Timeout(5)
    void manyStarsTakeNoLongTime() {
        Glob glob = new Glob("*a".repeat(500) + "b");

        assertThat(glob.matches("a".repeat(5_000))).isFalse();
    }
}
