package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.core.container.CProgram;
import io.vedette.core.event.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pids that were those of processes that the tracer saw, and are given to one that it has to find.
@Tag("container")
class PidsGivenAgainTest {

    private static final String PID_LIMIT = "1000";
    private static final int PID = 500;
    private static final int TURNS = 8;

    @TempDir
    private Path directory;

    @Test
    void eachThatWasTooBriefToBeFoundIsInAGap() throws Exception {
        String[] release = System.getProperty("os.version").split("[.-]", 3);
        assumeTrue(
                Integer.parseInt(release[0]) * 100 + Integer.parseInt(release[1]) >= 614,
                "pid namespaces have no limits of their own before Linux 6.14");
        CProgram.compile("again", directory);
        Path times = directory.resolve("times");
        try (TracedNamespace namespace = new TracedNamespace(directory, PID_LIMIT)) {
            namespace.command("{ %s/again %d %d %s/commands %s; echo >%s/done; } &"
                    .formatted(directory, TURNS, PID, directory, times, directory));
            namespace.await("the end", () -> Files.exists(directory.resolve("done")));
            namespace.detach();

            assertThat(Timed.read(times))
                    .hasSize(TURNS)
                    .filteredOn(brief -> !isTold(namespace, brief))
                    .allMatch(brief -> namespace.isInGap(brief.fromBootNs(), brief.toBootNs()), "told as a gap");
        }
    }

    /// Maybe without its args, when it was found amid its exit.
    private static boolean isTold(TracedNamespace namespace, Timed brief) {
        return namespace.records(Kinds.EXEC).stream()
                .anyMatch(exec -> exec.args().contains("" + brief.number())
                        || (exec.args().isEmpty()
                                && exec.header().bootTimeNs() > brief.fromBootNs()
                                && exec.header().bootTimeNs() < brief.toBootNs()));
    }
}
