package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PositionsTest {

    private static final int NOWHERE = -1;

    private final Positions positions = new Positions(5);

    private static long reference(int slot, int generation) {
        return (long) generation << 32 | slot;
    }

    @Test
    void findsWhatWasPutAndNothingElse() {
        for (int slot = 0; slot < 8; slot++) {
            positions.put(reference(slot, 3), 10 + slot);
        }

        for (int slot = 0; slot < 8; slot++) {
            assertThat(positions.of(reference(slot, 3))).isEqualTo(10 + slot);
            assertThat(positions.of(reference(slot, 4))).isEqualTo(NOWHERE);
        }
    }

    @Test
    void forgetsAllWithTheBatch() {
        positions.put(reference(2, 1), 7);

        positions.clear();

        assertThat(positions.of(reference(2, 1))).isEqualTo(NOWHERE);
        positions.put(reference(2, 1), 8);
        assertThat(positions.of(reference(2, 1))).isEqualTo(8);
    }

    @Test
    void thoseThatShareAPlaceAreNeverTakenForEachOther() {
        positions.put(reference(1, 1), 7);
        positions.put(reference(9, 1), 8);

        assertThat(positions.of(reference(9, 1))).isEqualTo(8);
        assertThat(positions.of(reference(1, 1))).isEqualTo(NOWHERE);
    }
}
