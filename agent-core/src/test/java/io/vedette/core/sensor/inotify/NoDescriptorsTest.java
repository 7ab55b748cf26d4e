package io.vedette.core.sensor.inotify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A time in which the agent can't open one more file.
@Tag("container")
class NoDescriptorsTest {

    private static final String LIMIT = """
            for limit in "$2:" "$3:"; do
                read -r line
                prlimit --pid "$1" --nofile="$limit"
                echo
            done
            """;
    private static final int FEW = 8;
    private static final long LONGER_THAN_A_LOOK_NS = 600_000_000;

    @TempDir
    private Path directory;

    @Test
    void whatIsWatchedStaysSoAndWhatComesIsCountedAndFoundLater() throws Exception {
        try (WatchedRoots roots = new WatchedRoots(directory)) {
            Path first = roots.make("first");
            Path second = roots.make("second");
            roots.open();
            roots.startIdle(first);
            Process limits = limits();
            Process late = roots.start(second, ":", "exec sleep 1000");
            while (late.info()
                    .command()
                    .filter(command -> command.endsWith("/sleep"))
                    .isEmpty()) {
                Thread.onSpinWait();
            }

            say(limits);
            turns(roots);
            say(limits);
            WatchedRoots.write(first.resolve("etc/passwd"));
            roots.awaitWatched(second);

            assertThat(roots.count(Kinds.OPEN, "/etc/passwd")).isPositive();
            assertThat(roots.lost()).isOne();
        }
    }

    /// Changes this process's limit at each line that it gets.
    private static Process limits() throws Exception {
        String now = new String(
                        new ProcessBuilder("sh", "-c", "ulimit -n")
                                .start()
                                .getInputStream()
                                .readAllBytes(),
                        US_ASCII)
                .strip();
        return new ProcessBuilder(
                        "sh", "-ec", LIMIT, "sh", "" + ProcessHandle.current().pid(), "" + FEW, now)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void say(Process limits) throws IOException {
        limits.getOutputStream().write('\n');
        limits.getOutputStream().flush();
        assertThat(limits.getInputStream().read()).isEqualTo('\n');
    }

    private static void turns(WatchedRoots roots) {
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < LONGER_THAN_A_LOOK_NS) {
            roots.turn();
        }
    }
}
