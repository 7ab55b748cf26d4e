package io.vedette.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;

final class ContainerRingTest {

    private static final int CAPACITY = 4096;

    private final ContainerRing ring =
            new ContainerRing(Memory.OF_THE_JVM.zeroed(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH));
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[1024]);

    private boolean offer(long number, int length) {
        record.putLong(8, number);
        return ring.offer(16, number, (int) number, record, 8, length);
    }

    @Test
    void handsOverRecordsInOrderWithTheirImageAndContainer() {
        List<Long> seen = new ArrayList<>();
        offer(1, 8);
        offer(-2, 24);

        int records = ring.poll(
                (image, container, buffer, offset, length) -> {
                    assertThat(buffer.getLong(offset)).isEqualTo(image);
                    assertThat(container).isEqualTo((int) image);
                    assertThat(length).isEqualTo(image == 1 ? 8 : 24);
                    seen.add(image);
                },
                1 << 20);

        assertThat(records).isEqualTo(2);
        assertThat(seen).containsExactly(1L, -2L);
        assertThat(ring.waitingBytes()).isZero();
    }

    @Test
    void aFullRingRefusesAndKeepsWhatItHas() {
        int taken = 0;
        while (offer(taken, 100)) {
            taken++;
        }
        int waiting = ring.waitingBytes();

        assertThat(offer(taken, 100)).isFalse();
        assertThat(ring.waitingBytes()).isEqualTo(waiting);
        assertThat(ring.poll((image, container, buffer, offset, length) -> {}, 1 << 20))
                .isEqualTo(taken);
        assertThat(offer(0, 100)).isTrue();
    }

    @Test
    void whatMattersLessLeavesRoomForWhatMattersMore() {
        while (ring.offer(Kinds.OPEN, 1, 1, record, 8, 100)) {
            assertThat(ring.waitingBytes()).isLessThanOrEqualTo(CAPACITY / 2 + 128);
        }
        while (ring.offer(Kinds.CONNECT, 1, 1, record, 8, 100)) {
            assertThat(ring.waitingBytes()).isLessThanOrEqualTo(CAPACITY / 4 * 3 + 128);
        }

        assertThat(ring.offer(Kinds.OPEN, 1, 1, record, 8, 100)).isFalse();
        assertThat(ring.offer(Kinds.EXEC, 1, 1, record, 8, 100)).isTrue();
    }

    @Test
    void refusesWhatIsLargerThanAnEighthOfIt() {
        assertThat(offer(1, CAPACITY / 8 - 16)).isTrue();
        assertThat(offer(1, CAPACITY / 8 - 15)).isFalse();
        assertThat(ring.offer(16, 1, 1, record, 0, 1024)).isFalse();
    }

    @Test
    void aTurnEndsAtItsLimitAndTakesAtLeastOneRecord() {
        for (int i = 0; i < 10; i++) {
            offer(i, 84);
        }

        assertThat(ring.poll((image, container, buffer, offset, length) -> {}, 1))
                .isEqualTo(1);
        assertThat(ring.poll((image, container, buffer, offset, length) -> {}, 300))
                .isEqualTo(3);
    }

    @Test
    void aTurnGoesOnWhereTheMemoryWraps() {
        for (int i = 0; i < 30; i++) {
            offer(i, 84);
        }
        ring.poll((image, container, buffer, offset, length) -> {}, 1 << 20);
        int taken = 0;
        while (offer(taken, 84)) {
            taken++;
        }

        assertThat(ring.poll((image, container, buffer, offset, length) -> {}, 1 << 20))
                .isEqualTo(taken);
    }

    @Test
    void aTurnFindsARecordBehindThePaddingAtTheEnd() {
        int perRound = CAPACITY / 112;
        for (int i = 0; i < perRound; i++) {
            assertThat(offer(i, 84)).isTrue();
        }
        assertThat(ring.poll((image, container, buffer, offset, length) -> {}, 1 << 20))
                .isEqualTo(perRound);

        assertThat(offer(perRound, 84)).isTrue();

        assertThat(ring.poll((image, container, buffer, offset, length) -> {}, 1 << 20))
                .isEqualTo(1);
    }

    @Test
    void twoThreadsLoseNothingAndKeepTheOrder() throws InterruptedException {
        int records = 1_000_000;
        long[] expected = {0};
        Thread producer = new Thread(() -> {
            UnsafeBuffer mine = new UnsafeBuffer(new byte[256]);
            for (long number = 0; number < records; number++) {
                mine.putLong(0, ~number);
                while (!ring.offer(16, number, (int) number, mine, 0, 8 + (int) (number % 200))) {
                    Thread.onSpinWait();
                }
            }
        });
        producer.start();
        boolean right = true;

        while (expected[0] < records && right) {
            long before = expected[0];
            ring.poll(
                    (image, container, buffer, offset, length) -> {
                        long number = expected[0]++;
                        if (image != number
                                || container != (int) number
                                || length != 8 + (int) (number % 200)
                                || buffer.getLong(offset) != ~number) {
                            throw new AssertionError("record " + number + " is " + image);
                        }
                    },
                    16 * 1024);
            right = producer.isAlive() || expected[0] > before || expected[0] == records;
        }
        producer.join();

        assertThat(expected[0]).isEqualTo(records);
    }
}
