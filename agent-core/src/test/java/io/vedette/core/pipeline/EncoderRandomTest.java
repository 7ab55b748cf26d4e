package io.vedette.core.pipeline;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class EncoderRandomTest {

    private static final int ROUNDS = 150;

    @Test
    void batchesTellExactlyWhatTheRecordsTold() {
        rounds(Harness.Sizes.ROOMY, 250, true);
    }

    @Test
    void batchesThatAreSoonFullTellExactlyWhatTheRecordsTold() {
        rounds(new Harness.Sizes(1024, 8 << 20, 8, 1 << 18, 64, 8 << 10), 250, true);
    }

    @Test
    void batchesOfFullTablesAreValidAndEveryEventIsToldOrCounted() {
        rounds(new Harness.Sizes(24, 64 << 10, 2, 1 << 18, 6, 16 << 10), 400, false);
    }

    private static void rounds(Harness.Sizes sizes, int steps, boolean everythingIsKnown) {
        long first = Long.getLong("test.seed", System.nanoTime());
        for (long seed = first; seed < first + ROUNDS; seed++) {
            try {
                new EncoderScenario(Choices.of(new Random(seed)), sizes, everythingIsKnown).run(steps);
            } catch (AssertionError | RuntimeException fault) {
                throw new AssertionError("fails with -Dtest.seed=" + seed, fault);
            }
        }
    }
}
