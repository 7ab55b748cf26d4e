package io.vedette.core.sensor.inotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More names in a directory than are looked at.
@Tag("container")
class ManyFilesTest {

    private static final int MANY = 700;

    @TempDir
    private Path directory;

    private WatchedRoots roots;
    private Path root;

    @BeforeEach
    void make() throws Exception {
        roots = new WatchedRoots(directory);
        root = roots.make("root");
    }

    @AfterEach
    void close() {
        roots.close();
    }

    private static void fill(Path jobs) throws Exception {
        Files.createDirectories(jobs);
        for (int i = 0; i < MANY; i++) {
            Files.writeString(jobs.resolve("n" + i), "x");
        }
    }

    private long count(int kind) {
        long count = 0;
        for (int i = 0; i < MANY; i++) {
            count += roots.count(kind, "/etc/cron.d/n" + i);
        }
        return count;
    }

    @Test
    void eachChangeOfAModeIsToldOrCounted() throws Exception {
        Path jobs = root.resolve("etc/cron.d");
        fill(jobs);
        roots.open();
        roots.startIdle(root);

        for (int i = 0; i < MANY; i++) {
            Files.setPosixFilePermissions(jobs.resolve("n" + i), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        roots.settle(root);

        assertThat(count(Kinds.CHMOD) + roots.lost()).isEqualTo(MANY);
    }

    @Test
    void eachFileOfADirectoryThatComesIsToldOrCounted() throws Exception {
        fill(root.resolve("elsewhere"));
        roots.open();
        roots.startIdle(root);

        Files.move(root.resolve("elsewhere"), root.resolve("etc/cron.d"));
        roots.settle(root);

        assertThat(count(Kinds.OPEN) + roots.lost()).isEqualTo(MANY);
    }

    @Test
    void eachHomeIsWatchedOrCounted() throws Exception {
        for (int i = 0; i < MANY; i++) {
            Files.createDirectories(root.resolve("home/u" + i + "/.ssh"));
        }
        roots.open();
        roots.startIdle(root);

        for (int i = 0; i < MANY; i++) {
            Files.writeString(root.resolve("home/u" + i + "/.ssh/authorized_keys"), "x");
        }
        roots.settle(root);

        long told = 0;
        for (int i = 0; i < MANY; i++) {
            told += roots.count(Kinds.OPEN, "/home/u" + i + "/.ssh/authorized_keys");
        }
        assertThat(told + roots.lost()).isEqualTo(MANY);
    }
}
