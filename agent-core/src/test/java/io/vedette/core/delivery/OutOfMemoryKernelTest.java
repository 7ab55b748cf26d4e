package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An agent whose heap is used up says so in a line and ends.
@Tag("kernel")
class OutOfMemoryKernelTest {

    private VedetteProcess agent;

    @AfterEach
    void kill() throws InterruptedException {
        agent.kill();
    }

    /// The smaller heap is used up by the start itself, the larger one by a thread that runs already, mostly.
    @ParameterizedTest
    @CsvSource({"5m,--strict,3", "6m,--strict,3", "7m,--strict,3", "5m,--stop-timeout=1s,0", "7m,--stop-timeout=1s,0"})
    void aHeapThatIsTooSmallIsSaidAndEndsIt(String heap, String option, int code, @TempDir Path directory)
            throws Exception {
        agent = VedetteProcess.startWith(
                List.of("-Xms" + heap, "-Xmx" + heap, "-Xmn2m"),
                directory.resolve("agent.log"),
                "run",
                "--endpoint=http://127.0.0.1:1",
                "--spool=" + directory.resolve("spool"),
                option);

        assertThat(agent.await()).as(agent.log()).isEqualTo(code);
        assertThat(agent.log()).contains("no memory left").doesNotContain("\tat ");
    }
}
