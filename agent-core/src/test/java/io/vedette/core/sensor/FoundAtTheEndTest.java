package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.CProgram;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that the tracer finds when they have given back their memory, and can still be seized: for the tenth of
/// a millisecond that the kernel takes for the rest of an exit.
@Tag("container")
class FoundAtTheEndTest {

    private static final int ENOUGH = 3;
    private static final int ROUNDS = 2000;

    @TempDir
    private Path directory;

    @Test
    void theirExecIsToldWithoutWhatCannotBeKnown() throws Exception {
        CProgram.compile("ending", directory);
        Path pids = directory.resolve("pids");
        try (TracedNamespace namespace = new TracedNamespace(directory)) {
            namespace.command("exec %s/ending %d %s".formatted(directory, ROUNDS, pids));
            namespace.await("some found late", () -> foundLate(namespace).size() >= ENOUGH);
            List<Integer> all = read(pids);
            namespace.await("each exit", () -> namespace.pids(Kinds.EXIT).containsAll(all));

            assertThat(namespace.pids(Kinds.EXEC)).containsAll(all);
            assertThat(foundLate(namespace)).allSatisfy(exec -> {
                assertThat(exec.comm()).isEqualTo("ending");
                assertThat(exec.args()).isEmpty();
                assertThat(exec.binary()).isEmpty();
            });
        }
    }

    private static List<CapturedRecord> foundLate(TracedNamespace namespace) {
        int late = IncompleteBits.FROM_PROCFS | IncompleteBits.BINARY_UNKNOWN | IncompleteBits.ARGS_UNKNOWN;
        return namespace.records(Kinds.EXEC).stream()
                .filter(exec -> (exec.header().incomplete() & late) == late)
                .toList();
    }

    private static List<Integer> read(Path pids) throws IOException {
        return Files.readString(pids).lines().map(Integer::parseInt).toList();
    }
}
