package io.vedette.core.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What to judge the other rows by.
@Tag("chaos")
class NoiseRowsTest {

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> noise() throws Exception {
        return Chaos.tests(
                "0 Noise",
                directory,
                on -> List.of(
                        on.row("no sidecar in either run").withoutSidecar(),
                        on.row("no agent: a sidecar that uses what CPU time nobody else wants (idle class)")
                                .sidecar(spec -> spec.args("/bin/chaos", "burn"))
                                .says("burns")
                                .watched(Watched.NEVER)
                                .ending(new Ending.Deaf()),
                        on.row("nothing is wrong")));
    }
}
