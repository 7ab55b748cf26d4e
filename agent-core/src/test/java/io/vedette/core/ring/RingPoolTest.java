package io.vedette.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class RingPoolTest {

    private static final int RING_BYTES = 4096;

    private final AtomicInteger made = new AtomicInteger();
    private final RingPool pool = new RingPool(4, 16, RING_BYTES, bytes -> {
        made.incrementAndGet();
        return Memory.OF_THE_JVM.zeroed(bytes);
    });

    private ContainerRing shared() {
        return Objects.requireNonNull(pool.get(RingPool.SHARED));
    }

    private void say(int container) {
        assertThat(pool.of(container).offer(16, 0, container, new UnsafeBuffer(new byte[64]), 0, 64))
                .isTrue();
    }

    private static List<Integer> read(ContainerRing ring) {
        List<Integer> containers = new ArrayList<>();
        ring.poll((image, container, buffer, offset, length) -> containers.add(container), Integer.MAX_VALUE);
        return containers;
    }

    @Test
    void makesRingsAsTheyAreNeededAndNeverMoreThanItMay() {
        assertThat(made).hasValue(1);

        assertThat(pool.of(7)).isSameAs(pool.get(1)).isSameAs(pool.of(7));
        assertThat(pool.of(3)).isSameAs(pool.get(2));
        assertThat(pool.get(3)).isNull();
        assertThat(pool.of(5)).isSameAs(pool.get(3));
        say(7);
        say(3);
        say(5);
        assertThat(pool.of(6)).isSameAs(shared()).isSameAs(pool.of(9));
        assertThat(made).hasValue(4);
        assertThat(pool.capacity()).isEqualTo(4);
    }

    @Test
    void whoHasNothingInItsRingLendsIt() {
        say(1);
        say(2);
        ContainerRing quiet = pool.of(3);

        assertThat(pool.of(4)).isSameAs(quiet);
        say(4);
        assertThat(pool.of(3)).isSameAs(shared());
        assertThat(read(pool.of(1))).containsExactly(1);
        assertThat(read(pool.of(4))).containsExactly(4);
    }

    @Test
    void aRingThatIsReleasedGoesToTheNext() {
        ContainerRing ring = pool.of(2);

        assertThat(pool.release(2)).isTrue();

        assertThat(pool.of(9)).isSameAs(ring);
        assertThat(pool.of(2)).isNotSameAs(ring);
        assertThat(made).hasValue(3);
    }

    @Test
    void whatHasNoRingHasNothingToRelease() {
        assertThat(pool.release(2)).isTrue();
        assertThat(pool.release(2)).isTrue();

        assertThat(pool.of(1)).isNotSameAs(pool.of(2));
        assertThat(made).hasValue(3);
    }

    @Test
    void aRingIsKeptAsLongAsThereIsSomethingInIt() {
        say(2);

        assertThat(pool.release(2)).isFalse();
        assertThat(read(pool.of(2))).containsExactly(2);
        assertThat(pool.release(2)).isTrue();
    }

    @Test
    void whoSharesARingGetsOneOfItsOwnOnceNothingIsLeftInTheSharedOne() {
        for (int container = 1; container <= 5; container++) {
            say(container);
        }
        read(pool.of(1));

        say(4);
        assertThat(pool.release(4)).isFalse();
        assertThat(read(shared())).containsExactly(4, 5, 4);
        say(4);

        assertThat(pool.of(4)).isNotSameAs(shared());
        assertThat(read(pool.of(4))).containsExactly(4);
        assertThat(pool.release(5)).isTrue();
    }
}
