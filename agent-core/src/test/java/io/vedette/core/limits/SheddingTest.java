package io.vedette.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SheddingTest {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    private static int rate(int kind, int level) {
        int rate = Shedding.at(level).rate(kind);
        return rate == 0 ? UNLIMITED : rate;
    }

    @Test
    void eachLevelTellsNoMoreThanTheOneBelow() {
        for (int level = 1; level <= Shedding.MAX_LEVEL; level++) {
            int at = level;
            assertThat(IntStream.range(0, 256)).allMatch(kind -> rate(kind, at) <= rate(kind, at - 1));
        }
    }

    @Test
    void whatMattersMoreIsNeverCutHarder() {
        int[] order = {Shedding.READS, Kinds.WRITE, Kinds.CONNECT, Kinds.PTRACE, Kinds.EXEC};
        for (int level = 0; level <= Shedding.MAX_LEVEL; level++) {
            for (int i = 1; i < order.length; i++) {
                assertThat(rate(order[i], level)).isGreaterThanOrEqualTo(rate(order[i - 1], level));
            }
        }
    }

    @Test
    void processesKeepFiveHundredASecond() {
        for (int kind : new int[] {Kinds.EXEC, Kinds.EXEC_FAILED, Kinds.FORK, Kinds.EXIT}) {
            assertThat(rate(kind, 10)).isEqualTo(UNLIMITED);
            assertThat(rate(kind, Shedding.MAX_LEVEL)).isEqualTo(500);
        }
    }

    @Test
    void everyRateFitsItsField() {
        for (int level = 0; level <= Shedding.MAX_LEVEL; level++) {
            Shedding shedding = Shedding.at(level);
            assertThat(IntStream.range(0, 256).map(shedding::rate)).allMatch(rate -> rate >= 0 && rate < 1 << 16);
            assertThat(shedding.leavesOut())
                    .isEqualTo(IntStream.range(0, 256).anyMatch(kind -> shedding.rate(kind) > 0));
        }
    }
}
