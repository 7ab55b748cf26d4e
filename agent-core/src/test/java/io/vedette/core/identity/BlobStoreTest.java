package io.vedette.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.ring.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class BlobStoreTest {

    private static final int CAPACITY = 8 * BlobStore.MAX_BLOCK_BYTES;

    private final BlobStore store = new BlobStore(CAPACITY, Memory.OF_THE_JVM);

    private record Block(int offset, int length) {}

    @Test
    void givesAsManyBlocksOfASizeAsFitAndThenSaysFull() {
        for (int i = 0; i < CAPACITY / 64; i++) {
            assertThat(store.allocate(64)).isNotEqualTo(BlobStore.FULL);
        }

        assertThat(store.allocate(1)).isEqualTo(BlobStore.FULL);
        store.free(640, 64);
        assertThat(store.allocate(0)).isEqualTo(640);
    }

    @Test
    void refusesWhatIsLargerThanItsLargestBlock() {
        assertThat(store.allocate(BlobStore.MAX_BLOCK_BYTES)).isZero();
        assertThat(store.allocate(BlobStore.MAX_BLOCK_BYTES + 1)).isEqualTo(BlobStore.FULL);
        assertThat(store.allocate(Integer.MAX_VALUE)).isEqualTo(BlobStore.FULL);
    }

    @Test
    void takesOnlyMultiplesOfItsLargestBlock() {
        assertThatThrownBy(() -> new BlobStore(CAPACITY + 1, Memory.OF_THE_JVM))
                .hasMessageContaining("capacityBytes=" + (CAPACITY + 1));
        assertThatThrownBy(() -> new BlobStore(0, Memory.OF_THE_JVM)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void blocksNeverOverlapAndNothingIsLostOverAMillionSteps() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Block> held = new ArrayList<>();
        TreeMap<Integer, Integer> ends = new TreeMap<>();
        for (int step = 0; step < 1_000_000; step++) {
            if (held.isEmpty() || random.nextInt(100) < 52) {
                int length = 1 + random.nextInt(1 << random.nextInt(1, 13));
                int offset = store.allocate(length);
                if (offset != BlobStore.FULL) {
                    var before = ends.floorEntry(offset + length - 1);
                    assertThat(before == null || before.getValue() <= offset)
                            .as("overlaps, -Dtest.seed=" + seed)
                            .isTrue();
                    assertThat(offset + length).isLessThanOrEqualTo(CAPACITY);
                    ends.put(offset, offset + length);
                    held.add(new Block(offset, length));
                }
            } else {
                Block gone = held.remove(random.nextInt(held.size()));
                ends.remove(gone.offset());
                store.free(gone.offset(), gone.length());
            }
        }
        for (Block block : held) {
            store.free(block.offset(), block.length());
        }

        int large = 0;
        while (large < CAPACITY / BlobStore.MAX_BLOCK_BYTES
                && store.allocate(BlobStore.MAX_BLOCK_BYTES) != BlobStore.FULL) {
            large++;
        }
        assertThat(large).as("largest blocks, -Dtest.seed=" + seed).isEqualTo(CAPACITY / BlobStore.MAX_BLOCK_BYTES);
        for (int i = 0; i < large; i++) {
            store.free(i * BlobStore.MAX_BLOCK_BYTES, BlobStore.MAX_BLOCK_BYTES);
        }
        int small = 0;
        while (store.allocate(64) != BlobStore.FULL) {
            small++;
        }
        assertThat(small).as("blocks of 64 bytes, -Dtest.seed=" + seed).isEqualTo(CAPACITY / 64);
    }
}
