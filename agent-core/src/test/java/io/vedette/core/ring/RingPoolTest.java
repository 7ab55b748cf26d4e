package io.vedette.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RingPoolTest {

    private final AtomicInteger made = new AtomicInteger();
    private final RingPool pool = new RingPool(4, 4096, bytes -> {
        made.incrementAndGet();
        return Memory.OF_THE_JVM.zeroed(bytes);
    });

    @Test
    void makesRingsAsTheyAreNeededAndNeverMoreThanItMay() {
        assertThat(made).hasValue(1);

        assertThat(pool.take()).isEqualTo(1);
        assertThat(pool.take()).isEqualTo(2);
        assertThat(pool.get(3)).isNull();
        assertThat(pool.take()).isEqualTo(3);
        assertThat(pool.take()).isEqualTo(RingPool.SHARED);
        assertThat(pool.take()).isEqualTo(RingPool.SHARED);
        assertThat(made).hasValue(4);
        assertThat(pool.capacity()).isEqualTo(4);
    }

    @Test
    void aRingThatIsGivenBackGoesToTheNext() {
        int place = pool.take();
        ContainerRing ring = pool.get(place);

        pool.giveBack(place);

        assertThat(pool.take()).isEqualTo(place);
        assertThat(pool.get(place)).isSameAs(ring);
        assertThat(made).hasValue(2);
    }

    @Test
    void theSharedRingIsNobodysToGiveBack() {
        pool.giveBack(RingPool.SHARED);

        assertThat(pool.take()).isEqualTo(1);
        assertThat(pool.get(RingPool.SHARED)).isNotNull();
    }
}
