package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.chaos.Shell;
import io.vedette.core.container.CProgram;
import io.vedette.core.event.Kinds;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A tracer whose timer is on a CPU that others have: it sleeps, and nobody waits for it.
@Tag("container")
class NoTicksTest {

    /// A busy machine may hold up one of them by itself.
    private static final int TRIES = 3;

    @TempDir
    private Path directory;

    @Test
    void isNotTakenForOneThatIsHeldUp() throws Exception {
        Path program = CProgram.compile("no_ticks", directory);
        try (TracedNamespace namespace = new TracedNamespace(directory)) {
            // One that has nobody to wait for does not wait.
            namespace.command("sleep 1000 &");
            namespace.await("one", () -> namespace.pids(Kinds.EXEC).size() == 1);
            int survived = 0;
            for (int i = 1; i <= TRIES; i++) {
                String tracer = tracer();
                Shell.run("\"$1\" \"$2\"", "" + program, tracer);
                namespace.command("sleep 0.2");
                int ends = i;
                namespace.await("a program", () -> namespace.pids(Kinds.EXIT).size() == ends);
                survived += tracer().equals(tracer) ? 1 : 0;
            }

            assertThat(survived).as("%s", namespace.outages()).isPositive();
        }
    }

    private String tracer() throws Exception {
        return Shell.run(
                        "for pid in $(pgrep -f \"$1/vedette-trace[r]\"); do"
                                + " grep -qx vedette-tracer /proc/$pid/comm && echo $pid; done; true",
                        "" + directory)
                .strip();
    }
}
