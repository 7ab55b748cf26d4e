package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.CProgram;
import io.vedette.core.event.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes whose end the kernel may report before it says who made them.
@Tag("container")
class KilledAtBirthTest {

    private static final int COUNT = 3000;

    @TempDir
    private Path directory;

    @Test
    void theirForkAndTheirExitAreToldOnceEach() throws Exception {
        CProgram.compile("stillborn", directory);
        Path pids = directory.resolve("pids");
        try (TracedNamespace namespace = new TracedNamespace(directory)) {
            namespace.command("%s/stillborn %d %s; echo >%s/done".formatted(directory, COUNT, pids, directory));
            namespace.await("the end", () -> Files.exists(directory.resolve("done")));
            List<Integer> all =
                    Files.readString(pids).lines().map(Integer::parseInt).toList();
            namespace.detach();

            assertThat(all).hasSize(COUNT + 1);
            List<Integer> forked = namespace.records(Kinds.FORK).stream()
                    .map(record -> record.fork().childTgid())
                    .toList();
            assertThat(without(all, forked)).as("not told to be made").isEmpty();
            assertThat(without(all, namespace.pids(Kinds.EXIT)))
                    .as("not told to end")
                    .isEmpty();
            assertThat(forked).doesNotHaveDuplicates();
            assertThat(namespace.pids(Kinds.EXIT)).doesNotHaveDuplicates();
        }
    }

    private static List<Integer> without(List<Integer> all, List<Integer> told) {
        List<Integer> rest = new ArrayList<>(all);
        rest.removeAll(told);
        return rest;
    }
}
