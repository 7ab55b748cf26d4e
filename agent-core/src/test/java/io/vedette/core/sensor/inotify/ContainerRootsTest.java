package io.vedette.core.sensor.inotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.Processes;
import io.vedette.core.sensor.RecordQueue;
import io.vedette.core.sensor.Turns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a procfs that the test makes.
class ContainerRootsTest {

    private static final int PID = 77;
    private static final int FIRST = 5;
    private static final int SECOND = 6;
    /// By then a process is asked seldom.
    private static final int LONG = 100;

    @TempDir
    private Path directory;

    private final List<Integer> fresh = new ArrayList<>();
    private final Set<Integer> gone = new HashSet<>();
    private ContainerRoots roots;
    private Path procfs;

    @BeforeEach
    void make() throws IOException {
        procfs = Files.createDirectories(directory.resolve("proc"));
        roots = new ContainerRoots(Processes.ofAgent(procfs, new RecordQueue()));
    }

    private void put(int pid, int namespace, String root, long startTicks) throws IOException {
        Path process = Files.createDirectories(procfs.resolve("" + pid));
        Files.createDirectories(process.resolve("ns"));
        link(process.resolve("ns/mnt"), Path.of("mnt:[" + namespace + "]"));
        link(process.resolve("root"), Files.createDirectories(directory.resolve(root)));
        Files.writeString(
                process.resolve("stat"),
                "%d (app) S 1 6 7 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 %d 1000 10 0%n".formatted(pid, startTicks));
    }

    private static void link(Path link, Path target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
    }

    /// What is known of a process is trusted for a moment.
    private void lookUntilFresh(int count) {
        Turns.until(() -> fresh.size() >= count, () -> "fresh: " + fresh, () -> look(1));
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            ContainerRoots.Change change = roots.look(List.of(PID));
            fresh.addAll(change.fresh().stream().map(Owner::mntNs).toList());
            gone.addAll(change.gone());
        }
    }

    @Test
    void aPidThatIsGivenAgainBetweenTwoLooksIsOfAnotherContainer() throws IOException {
        put(PID, FIRST, "first", 1000);
        look(LONG);
        put(PID, SECOND, "second", 2000);
        lookUntilFresh(2);

        assertThat(fresh).containsExactly(FIRST, SECOND);
        assertThat(gone).containsExactly(FIRST);
    }

    @Test
    void oneThatChangesItsRootLateIsFreshAgain() throws IOException {
        put(PID, FIRST, "first", 1000);
        look(LONG);
        put(PID, FIRST, "second", 1000);
        look(LONG);

        assertThat(fresh).containsExactly(FIRST, FIRST);
        assertThat(gone).isEmpty();
    }
}
