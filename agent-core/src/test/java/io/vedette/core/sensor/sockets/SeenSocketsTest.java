package io.vedette.core.sensor.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SeenSocketsTest {

    @Test
    void aSocketIsNewOnceAsLongAsEachLookFindsIt() {
        SeenSockets seen = new SeenSockets(10);

        for (int look = 0; look < 5; look++) {
            assertThat(seen.isNew(7)).isEqualTo(look == 0);
            seen.end(true);
        }
        seen.end(true);
        assertThat(seen.contains(7)).isFalse();
        assertThat(seen.isNew(7)).isTrue();
    }

    @Test
    void whatALookThatWasNotWholeDoesNotFindIsStillKnown() {
        SeenSockets seen = new SeenSockets(10);
        seen.isNew(7);
        seen.end(true);
        assertThat(seen.isNew(8)).isTrue();
        seen.end(false);

        assertThat(seen.isNew(7)).isFalse();
        assertThat(seen.isNew(8)).isFalse();
    }

    @Test
    void whatThereIsNoRoomForIsNewInEachLook() {
        SeenSockets seen = new SeenSockets(2);
        for (int look = 0; look < 3; look++) {
            assertThat(seen.isNew(1)).isEqualTo(look == 0);
            assertThat(seen.isNew(2)).isEqualTo(look == 0);
            assertThat(seen.isFull()).isTrue();
            assertThat(seen.isNew(3)).isTrue();
            seen.end(true);
        }
    }
}
