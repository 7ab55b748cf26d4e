package io.vedette.core.sensor.inotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What changes as processes of a watched container end.
@Tag("container")
class ContainersEndTest {

    private static final int MANY = 25;
    private static final int BRIEF = 200;

    @TempDir
    private Path directory;

    private WatchedRoots roots;

    @BeforeEach
    void make() {
        roots = new WatchedRoots(directory);
    }

    @AfterEach
    void close() {
        roots.close();
    }

    /// The one that was there first, through whose root the files are looked at, ends again and again.
    @Test
    void nothingIsLostWhileOthersOfItGoOn() throws Exception {
        Path root = roots.make("root");
        Path jobs = Files.createDirectories(root.resolve("etc/cron.d"));
        roots.open();
        Process first = roots.start(
                root, ":", "for i in $(/bin/seq %d); do sleep 1000 & done; exec sleep 1000".formatted(MANY));
        roots.awaitWatched(root);
        List<ProcessHandle> others = new ArrayList<>(first.descendants().toList());
        assertThat(others).hasSize(MANY);

        AtomicInteger made = new AtomicInteger();
        AtomicBoolean isDone = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            while (!isDone.get()) {
                WatchedRoots.write(jobs.resolve("n" + made.getAndIncrement()));
                LockSupport.parkNanos(200_000);
            }
        });
        first.destroyForcibly().waitFor();
        for (ProcessHandle other : others.subList(0, MANY - 1)) {
            for (int i = 0; i < 8; i++) {
                roots.turn();
            }
            other.destroyForcibly();
        }
        isDone.set(true);
        writer.join();
        roots.settle(root);
        others.forEach(ProcessHandle::destroyForcibly);

        long lost = 0;
        for (int i = 0; i < made.get(); i++) {
            lost += roots.count(Kinds.OPEN, "/etc/cron.d/n" + i) == 0 ? 1 : 0;
        }
        assertThat(lost).as("of %d", made.get()).isZero();
    }

    /// Each ends at another moment of the source's looks.
    @Test
    void theLastThingThatOneDoesIsTold() throws Exception {
        roots.open();
        List<Process> all = Collections.synchronizedList(new ArrayList<>());
        Thread starter = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < BRIEF; i++) {
                all.add(startBrief(i));
            }
        });
        roots.await("the start of all", () -> !starter.isAlive());
        roots.await("the end of all", () -> all.stream().noneMatch(Process::isAlive));
        for (int i = 0; i < 20; i++) {
            roots.turn();
        }

        assertThat(roots.count(Kinds.OPEN, "/etc/crontab")).isEqualTo(BRIEF);
    }

    private Process startBrief(int number) {
        try {
            return roots.start(roots.make("root" + number), ":", "sleep 2; echo >/etc/crontab");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
