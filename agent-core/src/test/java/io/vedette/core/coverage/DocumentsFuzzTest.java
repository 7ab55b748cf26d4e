package io.vedette.core.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is posted or read from a file: it is judged, or refused in one line.
final class DocumentsFuzzTest {

    private static final int ROUNDS = 5_000;

    @ParameterizedTest
    @ValueSource(strings = {"describe-tasks.json", "task-state-change.json", "pod-list.json"})
    void aDamagedDocumentIsJudgedOrRefused(String name) throws IOException {
        byte[] good;
        try (InputStream in = DocumentsFuzzTest.class.getResourceAsStream(name)) {
            good = in.readAllBytes();
        }
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = good.clone();
            for (int change = 1 + random.nextInt(4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = good[random.nextInt(good.length)];
            }
            check(random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
        }
    }

    @FuzzTest(maxDuration = "30s")
    void anyDocumentIsJudgedOrRefused(FuzzedDataProvider data) {
        check(data.consumeRemainingAsBytes());
    }

    private static void check(byte[] document) {
        Scene scene = new Scene();
        try {
            scene.coverage.state(Documents.read(document, Place.UNKNOWN), "posted", true, scene.now);
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
            return;
        }
        scene.after(Scene.GRACE.multipliedBy(2));
        for (Change change : scene.look()) {
            assertThat(ChangeJson.of(change)).doesNotContain('\n');
        }
        assertThat(ReportJson.of(scene.coverage.report(Filter.ALL, new Lost(0, 0, 0, 0), scene.now)))
                .isNotEmpty();
    }
}
