package io.vedette.core.pipeline;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

final class EncoderFuzzTest {

    @FuzzTest(maxDuration = "30s")
    void batchesTellWhatTheRecordsTold(FuzzedDataProvider data) {
        boolean roomy = data.consumeBoolean();
        Harness.Sizes sizes = roomy
                ? new Harness.Sizes(256, 2 << 20, 8, 1 << 18, 64, 64 << 10)
                : new Harness.Sizes(12, 32 << 10, 2, 1 << 18, 6, 16 << 10);
        new EncoderScenario(Choices.of(data), sizes, roomy).run(60);
    }
}
