package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.chaos.OldCgroup;
import io.vedette.core.container.CProgram;
import io.vedette.core.event.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Containers without a `cpu` of their own have the least share there is. While others use all CPUs, whoever waited for
/// a tracer with that share would wait for seconds.
@Tag("chaos")
class SmallShareTest {

    private static final int LEAST = 2;
    /// In a cgroup of its own: two busy processes for each CPU, and one that makes brief ones beside.
    private static final String APP = """
            echo 0 >"$1/tasks"
            for i in $(seq $(($(nproc) * 2))); do
                while :; do :; done &
                busy="$busy $!"
            done
            "${0%/*}/spawn" 500 app "${0%/*}/facts"
            kill $busy
            """;

    @TempDir
    private Path directory;

    @Test
    void theTracerStandsAsideAsLongAsOthersUseAllCpus() throws Exception {
        CProgram.compile("spawn", directory);
        Path script = Files.writeString(directory.resolve("app.sh"), APP);
        long own = ProcessHandle.current().pid();
        try (OldCgroup small = OldCgroup.make("cpu", "vedette-small-share-" + own);
                OldCgroup app = OldCgroup.make("cpu", "vedette-small-share-app-" + own)) {
            small.set("cpu.shares", LEAST);
            try (TracedNamespace namespace = new TracedNamespace(directory, "", Optional.of(small.directory()))) {
                namespace.command("sh " + script + " " + app.directory() + " &");
                namespace.await("that it has stood aside", () -> hasStoodAside(namespace));
                namespace.command("sleep 1000 &");
                namespace.await("that it watches again", () -> executed(namespace, List.of("sleep", "1000")));
            }
        }
        assertThat(directory.resolve("facts")).exists();
    }

    private static boolean hasStoodAside(TracedNamespace namespace) {
        return namespace.outages().stream().anyMatch(outage -> outage.cause().contains("a small share"));
    }

    private static boolean executed(TracedNamespace namespace, List<String> args) {
        return namespace.records(Kinds.EXEC).stream()
                .anyMatch(exec -> exec.args().equals(args));
    }
}
