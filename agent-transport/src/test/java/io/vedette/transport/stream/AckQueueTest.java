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
    void wakesTheSenderForTheFirstOne() {
        queue.put(ack(1));

        assertThat(woken).isEqualTo(1);
        assertThat(queue.quietNs()).isZero();
    }

    @Test
    void leavesASenderAloneThatHasJustLooked() {
        queue.put(ack(1));
        queue.drain(taken::add);
        nowNs += 19 * MS;

        queue.put(ack(2));

        assertThat(woken).isEqualTo(1);
        assertThat(queue.quietNs()).isEqualTo(MS);
        assertThat(queue.drain(taken::add)).isEqualTo(1);
        assertThat(taken).extracting(Ack::sequence).containsExactly(1L, 2L);
    }

    @Test
    void wakesItAgainAfterAWhile() {
        queue.put(ack(1));
        queue.drain(taken::add);
        nowNs += 20 * MS;

        queue.put(ack(2));

        assertThat(woken).isEqualTo(2);
    }

    @Test
    void aLookThatFindsNothingIsNone() {
        queue.drain(taken::add);

        queue.put(ack(1));

        assertThat(woken).isEqualTo(1);
    }

    private static Ack ack(long sequence) {
        return new Ack(1, 2, sequence, "");
    }
}
