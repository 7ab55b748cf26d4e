package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.CProgram;
import io.vedette.core.event.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes whose end the kernel may report before it says who made them.
@Tag("container")
class KilledAtBirthTest {

    private static final int COUNT = 3000;
    private static final int ORPHANS = 50;

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

    /// @param reaper who becomes their parent: "here" one that is traced, "there" one that is not
    @ParameterizedTest
    @ValueSource(strings = {"here", "there"})
    void whoseMakerIsKilledFirstAreToldOrTheirTimeIsToldAsAGap(String reaper) throws Exception {
        CProgram.compile("orphans", directory);
        Path times = directory.resolve("times");
        try (TracedNamespace namespace = new TracedNamespace(directory)) {
            namespace.command(
                    "%s/orphans %d %s %s; echo >%s/done".formatted(directory, ORPHANS, reaper, times, directory));
            namespace.await("the end", () -> Files.exists(directory.resolve("done")));
            namespace.detach();

            List<Timed> all = Timed.read(times);
            assertThat(all).hasSize(ORPHANS);
            Set<Integer> forked = namespace.records(Kinds.FORK).stream()
                    .map(record -> record.fork().childTgid())
                    .collect(Collectors.toSet());
            assertThat(all)
                    .filteredOn(orphan -> !forked.contains(orphan.number()))
                    .allMatch(orphan -> namespace.isInGap(orphan.fromBootNs(), orphan.toBootNs()), "told as a gap");
        }
    }

    private static List<Integer> without(List<Integer> all, List<Integer> told) {
        List<Integer> rest = new ArrayList<>(all);
        rest.removeAll(told);
        return rest;
    }
}
