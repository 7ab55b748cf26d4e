package io.vedette.transport.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class OcsfLinesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/ocsf.jsonl");

    @Test
    void writesEveryKindAsTheGoldenFileSays() throws Exception {
        Golden.check(GOLDEN, Golden.lines(new OcsfLines(), GoldenBatch.everything()));
    }

    @Test
    void hasALineForEachOfTheOwnFormat() throws Exception {
        assertThat(Golden.lines(new OcsfLines(), GoldenBatch.everything()))
                .hasLineCount(Math.toIntExact(Golden.lines(new JsonLines(), GoldenBatch.everything())
                        .lines()
                        .count()));
    }
}
