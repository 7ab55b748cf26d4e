package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastWritersTest {

    private final LastWriters writers = new LastWriters();

    @Test
    void knowsWhoWroteLast() {
        writers.wrote(1, 2, 10, 100, 1000);
        writers.wrote(1, 2, 11, 101, 1001);
        writers.wrote(2, 2, 12, 102, 1002);

        int index = writers.find(1, 2);
        assertThat(writers.tgid(index)).isEqualTo(11);
        assertThat(writers.startBootTimeNs(index)).isEqualTo(101);
        assertThat(writers.bootTimeNs(index)).isEqualTo(1001);
        assertThat(writers.tgid(writers.find(2, 2))).isEqualTo(12);
        assertThat(writers.find(3, 2)).isEqualTo(LastWriters.UNKNOWN);
        assertThat(writers.find(0, 0)).isEqualTo(LastWriters.UNKNOWN);
    }

    @Test
    void aWriteThatComesLateTakesNothingFromALaterOne() {
        writers.wrote(1, 2, 10, 100, 1000);
        writers.wrote(1, 2, 11, 101, 999);

        assertThat(writers.tgid(writers.find(1, 2))).isEqualTo(10);
    }

    @Test
    void forgetsWhatWasWrittenLongestAgo() {
        int files = 100_000;
        for (int i = 0; i < files; i++) {
            writers.wrote(1, i, 1, 1, i);
        }

        int known = 0;
        for (int i = 0; i < files; i++) {
            known += writers.find(1, i) == LastWriters.UNKNOWN ? 0 : 1;
        }
        assertThat(known).isEqualTo(2048 * 4);
        assertThat(writers.find(1, files - 1)).isNotEqualTo(LastWriters.UNKNOWN);
        assertThat(writers.find(1, 0)).isEqualTo(LastWriters.UNKNOWN);
    }
}
