package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A task may end at once; an agent that is told to stop while it starts must not make it look failed.
@Timeout(60)
class EarlyStopTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {300, 500, 700, 900, 1200, 1600})
    void aStopDuringTheStartIsNoFailure(int afterMs) throws Exception {
        VedetteProcess agent = VedetteProcess.start(
                directory.resolve("log"),
                "run",
                "--endpoint=http://127.0.0.1:1",
                "--spool=" + directory.resolve("spool"),
                "--stop-timeout=100ms");
        Thread.sleep(afterMs);
        int code = agent.stop();

        assertThat(agent.log()).doesNotContain("\tat ").doesNotContain("Caused by");
        if (agent.log().contains("vedette: ")) {
            // Else the signal came before any code of ours ran.
            assertThat(code).isZero();
        }
    }
}
