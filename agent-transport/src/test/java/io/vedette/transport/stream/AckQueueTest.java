package io.vedette.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AckQueueTest {

    private static final long MS = 1_000_000;

    private long nowNs = -5;
    private int woken;
    private final List<Ack> taken = new ArrayList<>();
    private final AckQueue queue = new AckQueue(8, () -> nowNs, () -> woken++);

    @Test
    void wakesASenderWithoutPatience() {
        assertThat(queue.sleepNs(0, 9 * MS)).isEqualTo(9 * MS);

        queue.put(ack(1));

        assertThat(woken).isEqualTo(1);
    }

    @Test
    void leavesAPatientSenderAloneThatHasJustLooked() {
        look();
        assertThat(queue.sleepNs(20 * MS, 1000 * MS)).isEqualTo(20 * MS);
        nowNs += 19 * MS;

        queue.put(ack(2));

        assertThat(woken).isZero();
        assertThat(queue.sleepNs(20 * MS, 1000 * MS)).isEqualTo(MS);
        assertThat(queue.drain(taken::add)).isEqualTo(1);
        assertThat(taken).extracting(Ack::sequence).containsExactly(1L, 2L);
    }

    @Test
    void wakesItAgainAfterAWhile() {
        look();
        queue.sleepNs(20 * MS, 1000 * MS);
        nowNs += 20 * MS;

        queue.put(ack(2));

        assertThat(woken).isEqualTo(1);
    }

    @Test
    void letsNobodySleepWhoLostPatienceWhileOneCame() {
        look();
        queue.sleepNs(500 * MS, 1000 * MS);
        queue.put(ack(2));
        nowNs += MS;

        assertThat(queue.sleepNs(0, 1000 * MS)).isZero();
    }

    @Test
    void aLookThatFindsNothingIsNone() {
        look();
        queue.sleepNs(20 * MS, 1000 * MS);
        nowNs += 15 * MS;
        queue.drain(taken::add);
        nowNs += 5 * MS;

        queue.put(ack(2));

        assertThat(woken).isEqualTo(1);
    }

    /// A look that finds one.
    private void look() {
        queue.put(ack(1));
        queue.drain(taken::add);
        woken = 0;
    }

    private static Ack ack(long sequence) {
        return new Ack(1, 2, sequence, "");
    }
}
