package io.vedette.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LabelFilterTest {

    @Test
    void keepsWhatMatchesAndNothingElse() {
        LabelFilter filter = new LabelFilter(List.of("com.amazonaws.ecs.*", "exact", "*/name"));

        assertThat(filter.keep(Map.of(
                        "com.amazonaws.ecs.cluster",
                        "c",
                        "exact",
                        "e",
                        "exactly",
                        "no",
                        "a/name",
                        "n",
                        "comXamazonaws",
                        "no")))
                .isEqualTo(Map.of("com.amazonaws.ecs.cluster", "c", "exact", "e", "a/name", "n"));
    }

    @Test
    void keepsNothingWhenNothingIsAskedFor() {
        assertThat(new LabelFilter(List.of("")).keep(Map.of("a", "b"))).isEmpty();
        assertThat(new LabelFilter(List.of()).keep(Map.of("a", "b"))).isEmpty();
    }

    @Test
    void whatIsKeptHasBounds() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            many.put("label" + i, "x".repeat(10_000));
        }
        many.put("l".repeat(1000), "x");

        Map<String, String> kept = new LabelFilter(List.of("*")).keep(many);

        assertThat(kept).hasSize(LabelFilter.MAX_LABELS);
        assertThat(kept.values()).allSatisfy(value -> assertThat(value).hasSize(LabelFilter.MAX_VALUE));
    }
}
