package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import io.vedette.core.time.KernelClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tracer in a pid namespace whose pids come to their end.
@Tag("container")
class PidsBeginAnewTest {

    private static final int BEFORE = 3;
    private static final int AFTER = 3;
    /// The kernel gives none below it a second time.
    private static final int FIRST_AGAIN = 300;

    @TempDir
    private Path directory;

    private TracedNamespace namespace;

    @BeforeEach
    void attach() throws Exception {
        namespace = new TracedNamespace(directory);
    }

    @AfterEach
    void close() throws IOException {
        namespace.close();
    }

    /// Gives pids from there on, so many at once that the tracer has to say that it could not look at each.
    private void jump(int to) {
        int before = namespace.outages().size();
        namespace.command("echo " + to + " >/proc/sys/kernel/ns_last_pid");
        namespace.await("a gap after a jump to " + to, () -> namespace.outages().size() > before);
    }

    /// What follows within a second of the first that was told, the tracer keeps, to tell it together with more.
    @Test
    void tellsWhatItKeptWhenItIsToEnd() throws Exception {
        jump(1000);
        Path marker = directory.resolve("marker");
        long beforeNs = new KernelClock().bootTimeNs();
        namespace.command("echo 2000 >/proc/sys/kernel/ns_last_pid");
        namespace.command("echo >" + marker);
        namespace.await("the second jump", () -> Files.exists(marker));
        long afterNs = new KernelClock().bootTimeNs();

        namespace.detach();

        assertThat(namespace.isInGap(beforeNs, afterNs)).isTrue();
    }

    @Test
    void findsWhatStartsBeforeAndAfterTheirEndAndTellsNoGap() throws Exception {
        int limit = namespace.pidLimit();
        List<Integer> expected = IntStream.concat(
                        IntStream.range(limit - BEFORE, limit), IntStream.range(FIRST_AGAIN, FIRST_AGAIN + AFTER))
                .boxed()
                .toList();

        jump(limit - 1 - BEFORE);
        expected.forEach(pid -> namespace.command("sleep 0.3 &"));
        namespace.await("each exec", () -> namespace.pids(Kinds.EXEC).size() >= expected.size());
        long foundNs = new KernelClock().bootTimeNs();
        namespace.await("each exit", () -> namespace.pids(Kinds.EXIT).size() >= expected.size());
        jump(limit / 2);

        assertThat(namespace.pids(Kinds.EXEC)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(namespace.pids(Kinds.EXIT)).containsExactlyInAnyOrderElementsOf(expected);
        // Those that the test made by its jumps; what is missed in between would be told with the second.
        assertThat(namespace.outages()).hasSize(2);
        assertThat(namespace.outages().getLast().fromBootNs()).isGreaterThan(foundNs);
    }
}
