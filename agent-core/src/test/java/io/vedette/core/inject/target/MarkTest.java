package io.vedette.core.inject.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MarkTest {

    @Test
    void isReadAsItWasWritten() {
        for (Mark mark : List.of(new Mark(List.of()), new Mark(List.of("pidMode", "volumes+")))) {
            assertThat(Mark.parse(mark.text())).contains(mark);
        }
    }

    @Test
    void ofAnotherVersionIsNone() {
        assertThat(Mark.parse("v2,pidMode")).isEmpty();
        assertThat(Mark.parse("")).isEmpty();
    }
}
