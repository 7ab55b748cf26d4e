package io.vedette.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizesTest {

    private static final long MIB = 1 << 20;
    private static final long HEAP = 24 * MIB;
    private static final MemorySizes DEFAULTS = new MemorySizes(4 * MIB, MIB, 32, 32768, 16 * MIB);

    @ParameterizedTest
    @ValueSource(ints = {120, 128, 140, 160, 200, 256})
    void whatIsLeftFits(int limit) {
        assertThat(DEFAULTS.fit(HEAP, limit * MIB).sum(HEAP)).isLessThanOrEqualTo(limit * MIB);
    }

    @Test
    void whatFitsStaysAsItIs() {
        assertThat(DEFAULTS.fit(HEAP, 256 * MIB)).isEqualTo(DEFAULTS);
    }

    @Test
    void whatCanNeverFitIsAsSmallAsItCanBe() {
        MemorySizes least = DEFAULTS.fit(HEAP, 1);

        assertThat(least).isEqualTo(new MemorySizes(256 << 10, 256 << 10, 8, 4096, 2 * MIB));
    }

    @Test
    void smallSizesThatWereAskedForDoNotGrow() {
        MemorySizes small = new MemorySizes(64 << 10, 256 << 10, 2, 256, MIB);

        assertThat(small.fit(HEAP, 1)).isEqualTo(small);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 120, 128, 150})
    void everySizeIsOneThatTheOptionsTake(int limit) {
        MemorySizes sizes = new MemorySizes(64 * MIB, 8 * MIB, 4096, 1 << 20, 32_768_000).fit(HEAP, limit * MIB);

        assertThat(Long.bitCount(sizes.kernelRingBytes())).isEqualTo(1);
        assertThat(Long.bitCount(sizes.containerRingBytes())).isEqualTo(1);
        assertThat(sizes.processBytes() % (32 << 10)).isZero();
        assertThat(sizes.maxRings()).isGreaterThanOrEqualTo(8);
    }
}
