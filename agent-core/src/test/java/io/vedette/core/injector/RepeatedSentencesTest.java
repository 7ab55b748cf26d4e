package io.vedette.core.injector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RepeatedSentencesTest {

    private final AtomicLong clock = new AtomicLong();
    private final List<String> said = new ArrayList<>();
    private final RepeatedSentences sentences = new RepeatedSentences(clock::get, said::add);

    @Test
    void saysTheSameLessAndLessOften() {
        for (int i = 0; i < 9; i++) {
            sentences.say("no policy\n");
        }

        assertThat(said)
                .containsExactly("no policy", "no policy (2 times)", "no policy (4 times)", "no policy (8 times)");
    }

    @Test
    void saysTenASecondAndHowManyWereLeftOut() {
        for (int i = 0; i < 1000; i++) {
            sentences.say("garbage " + i);
        }
        assertThat(said).hasSize(10);

        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        sentences.say("another");

        assertThat(said).hasSize(12).endsWith("990 other sentences were left out", "another");
    }
}
