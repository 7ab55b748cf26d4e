package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.CProgram;
import io.vedette.core.event.Kinds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that are amid an exec when the tracer finds them, which makes whoever seizes them wait.
@Tag("container")
class FoundAmidExecTest {

    private static final int HELD_UP = 20;
    private static final int USURPED = 300;
    private static final int THREADS = 20;
    /// What a busy machine may cause.
    private static final int FEW = 3;
    /// A thread that came and went unseen may have been a process of its own, which takes others into the gap.
    private static final int SOME = USURPED / 3;

    @TempDir
    private Path directory;

    @Test
    void theTracerIsNotHeldUpByOneThatIs() throws Exception {
        CProgram.compile("held_exec", directory);
        check("exec %s/held_exec %d %s/times".formatted(directory, HELD_UP, directory), HELD_UP, FEW);
    }

    @Test
    void aThreadThatTakesThePlaceOfTheFirstIsTraced() throws Exception {
        CProgram.compile("usurper", directory);
        check("exec %s/usurper %d %d %s/times".formatted(directory, USURPED, THREADS, directory), USURPED, SOME);
    }

    /// @param most that may be in a gap
    private void check(String command, int count, int most) throws Exception {
        Path times = directory.resolve("times");
        try (TracedNamespace namespace = new TracedNamespace(directory)) {
            namespace.command(command);
            namespace.await("all of them", () -> read(times).size() == count);
            namespace.detach();

            Set<String> told = new HashSet<>();
            namespace.records(Kinds.EXEC).forEach(exec -> told.addAll(exec.args()));
            assertThat(read(times))
                    .filteredOn(one -> !told.contains("" + one.number()))
                    .allMatch(one -> namespace.isInGap(one.fromBootNs(), one.toBootNs()), "told as a gap")
                    .hasSizeLessThan(most);
            assertThat(namespace.outages())
                    .filteredOn(outage -> outage.cause().contains("held up"))
                    .hasSizeLessThan(FEW);
        }
    }

    private static List<Timed> read(Path times) {
        try {
            return Files.exists(times) ? Timed.read(times) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
