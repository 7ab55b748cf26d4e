package io.vedette.core.sensor.inotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.chaos.Shell;
import io.vedette.core.container.CProgram;
import io.vedette.core.event.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Directories of watched files that go, come and change places, in all the ways that a container can do it.
@Tag("container")
class MovedDirectoriesTest {

    private static final String JOB = "/etc/cron.d/job";
    private static final String NEXT = "/etc/cron.d/next";

    @TempDir
    private Path directory;

    private WatchedRoots roots;
    private Path root;
    private Path jobs;

    @BeforeEach
    void make() throws Exception {
        roots = new WatchedRoots(directory);
        root = roots.make("root");
        jobs = root.resolve("etc/cron.d");
    }

    @AfterEach
    void close() {
        roots.close();
    }

    private void watch() throws Exception {
        roots.open();
        roots.startIdle(root);
    }

    @Test
    void oneThatChangesPlacesWithAnotherIsWatchedWhereItIsNow() throws Exception {
        Path exchange = CProgram.compile("exchange", directory);
        Path other = Files.createDirectory(root.resolve("etc/other"));
        Files.createDirectory(jobs);
        Files.writeString(other.resolve("job"), "x");
        watch();

        Shell.run("\"$1\" \"$2\" \"$3\"", "" + exchange, "" + other, "" + jobs);
        roots.settle(root);
        Files.writeString(jobs.resolve("next"), "x");
        Files.writeString(other.resolve("elsewhere"), "x");
        roots.settle(root);

        assertThat(roots.count(Kinds.OPEN, JOB)).isEqualTo(1);
        assertThat(roots.count(Kinds.OPEN, NEXT)).isEqualTo(1);
        assertThat(roots.told().toString()).doesNotContain("elsewhere");
    }

    /// What it leads to is not watched when it comes.
    @Test
    void aLinkToWhatIsNotThereYetIsCounted() throws Exception {
        watch();
        long before = roots.lost();

        Files.createSymbolicLink(jobs, Path.of("/later"));
        roots.await("a count", () -> roots.lost() > before);

        assertThat(roots.lost()).isEqualTo(before + 1);
    }

    /// Java has no words for such names.
    @Test
    void aNameThatIsNotUtf8IsWatched() throws Exception {
        watch();

        Shell.run("mkdir -p \"$1/home/$(printf '\\377')/.ssh\"", "" + root);
        roots.settle(root);
        Shell.run("echo x >\"$1/home/$(printf '\\377')/.ssh/authorized_keys\"", "" + root);
        roots.settle(root);

        assertThat(roots.count(Kinds.OPEN, "/home/\u00ff/.ssh/authorized_keys")).isEqualTo(1);
    }

    @Test
    void whatIsInOneThatWasAwayIsToldAsMade() throws Exception {
        Files.createDirectory(jobs);
        Files.writeString(jobs.resolve("job"), "x");
        watch();

        Path away = Files.move(jobs, root.resolve("away"));
        roots.settle(root);
        Files.writeString(away.resolve("job"), "another");
        Files.move(away, jobs);
        roots.settle(root);

        assertThat(roots.count(Kinds.OPEN, JOB)).isEqualTo(1);
    }

    @Test
    void aLinkThatTakesItsPlaceIsFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("job"), "x");
        watch();

        Files.createSymbolicLink(jobs, Path.of("/elsewhere"));
        roots.settle(root);
        Files.writeString(elsewhere.resolve("next"), "x");
        roots.settle(root);

        assertThat(roots.count(Kinds.OPEN, JOB)).isEqualTo(1);
        assertThat(roots.count(Kinds.OPEN, NEXT)).isEqualTo(1);
    }

    @Test
    void aLinkThatStandsForAnyNameIsFollowed() throws Exception {
        Files.createDirectories(root.resolve("elsewhere/.ssh"));
        Files.createDirectory(root.resolve("home"));
        Files.createSymbolicLink(root.resolve("home/somebody"), Path.of("/elsewhere"));
        watch();

        Files.writeString(root.resolve("elsewhere/.ssh/authorized_keys"), "x");
        roots.settle(root);

        assertThat(roots.count(Kinds.OPEN, "/home/somebody/.ssh/authorized_keys"))
                .isEqualTo(1);
    }

    @Test
    void oneThatIsMadeAgainAndAgainIsWatchedAtTheEnd() throws Exception {
        watch();

        for (int i = 0; i < 200; i++) {
            Shell.run("mkdir \"$1\"; : >\"$1/job\"; rm -r \"$1\"; mkdir \"$1\"", "" + jobs);
            Files.writeString(jobs.resolve("n" + i), "x");
            roots.turn();
            Files.writeString(jobs.resolve("m" + i), "x");
            Shell.run("rm -r \"$1\"", "" + jobs);
        }
        roots.settle(root);

        for (int i = 0; i < 200; i++) {
            assertThat(roots.count(Kinds.OPEN, "/etc/cron.d/m" + i)).isEqualTo(1);
        }
    }

    @Test
    void oneThatSeveralContainersHaveElsewhereIsWatchedForEach() throws Exception {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        Path another = roots.make("another");
        Files.createDirectory(another.resolve("root"));
        Files.createDirectory(jobs);
        roots.open();
        // Here only some names in it are watched.
        roots.startIdle(another, "mount --bind \"${1%/*}/volume\" \"$1/root\"");
        roots.startIdle(root, "mount --bind \"${1%/*}/volume\" \"$1/etc/cron.d\"");

        Files.writeString(volume.resolve("job"), "x");
        roots.settle(root);

        assertThat(roots.count(Kinds.OPEN, JOB)).isEqualTo(1);
    }
}
