package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import io.vedette.core.filter.Filters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is not wanted is neither told nor counted, and that may change while the sensor is attached.
@Tag("kernel")
class FilterKernelTest {

    @TempDir
    Path directory;

    private Launcher launcher;
    private Watcher watcher;
    private String d;

    @BeforeEach
    void attach() throws IOException {
        d = directory.toRealPath().toString();
        for (String name : List.of("log", "log/keep", "logger")) {
            Files.createDirectory(directory.resolve(name));
        }
        launcher = Launcher.start();
        watcher = Watcher.attach();
    }

    @AfterEach
    void close() {
        watcher.close();
        launcher.close();
    }

    private void run(String python) {
        launcher.run("import os\nd = '" + d + "'\nos.chdir(d)\n"
                + "def put(n):\n    f = os.open(d + n, os.O_CREAT | os.O_WRONLY)\n    os.write(f, b'x')\n    os.close(f)\n"
                + "def read(n):\n    os.close(os.open(d + n, os.O_RDONLY))\n" + python);
        watcher.drain();
    }

    private static Filters paths(List<String> excluded, List<String> included) {
        return new Filters(Map.of(), excluded, included, List.of());
    }

    private void leaveOut(String... names) {
        watcher.sensor()
                .apply(paths(List.of(names).stream().map(name -> d + name).toList(), List.of()));
    }

    private List<CapturedRecord> mine(int kind) {
        return watcher.all(record -> record.kind() == kind && record.header().tgid() == launcher.pid());
    }

    /// Paths below the directory that events of this kind were told of, in their order.
    private List<String> opened() {
        return mine(Kinds.OPEN).stream()
                .map(record -> record.part(1))
                .filter(path -> path.startsWith(d))
                .map(path -> path.substring(d.length()))
                .toList();
    }

    private List<String> written(int kind) {
        return mine(kind).stream()
                .map(record -> record.part(0).substring(d.length()))
                .toList();
    }

    private List<String> given(int kind) {
        return mine(kind).stream().map(record -> record.part(0).replace(d, "")).toList();
    }

    /// After this nothing more comes.
    private void assertOnlyWhatIsToldWasCounted() {
        watcher.sensor().detach();
        watcher.drain();
        Map<Integer, Long> told = new HashMap<>();
        watcher.records().stream()
                .filter(record -> record.kind() >= Kinds.FIRST_EVENT)
                .forEach(record -> told.merge(record.kind(), record.header().count(), Long::sum));
        Map<Integer, Long> seen = new HashMap<>();
        watcher.sensor().readCounts((cgroupId, kind, count) -> {
            if (kind >= Kinds.FIRST_EVENT && count.seen > 0) {
                seen.merge(kind, count.seen - count.lost - count.limited - count.noState, Long::sum);
            }
        });
        assertThat(told).isEqualTo(seen);
    }

    @Test
    void leavesOutKindsUntilTheyAreWantedAgain() {
        watcher.sensor().apply(new Filters(Map.of("mkdir", Kinds.MKDIR), List.of(), List.of(), List.of()));
        run("os.mkdir('a')\nos.rmdir('a')");
        assertThat(given(Kinds.MKDIR)).isEmpty();
        assertThat(given(Kinds.RMDIR)).containsExactly("a");

        watcher.sensor().apply(Filters.NONE);
        run("os.mkdir('b')");
        assertThat(given(Kinds.MKDIR)).containsExactly("b");
        assertOnlyWhatIsToldWasCounted();
    }

    @Test
    void tellsTheCloseWhereOnlyWritesAreNotWanted() {
        watcher.sensor().apply(new Filters(Map.of("write", Kinds.WRITE), List.of(), List.of(), List.of()));
        run("put('/a')");

        assertThat(written(Kinds.WRITE)).isEmpty();
        assertThat(written(Kinds.CLOSE_WRITE)).containsExactly("/a");
        assertOnlyWhatIsToldWasCounted();
    }

    @Test
    void leavesOutFilesBelowAPathAndThePathItself() {
        leaveOut("/log");
        run("put('/log/a')\nput('/logger/a')\nput('/log/keep/a')\nread('/log')\nread('/logger')\nput('/logs')");
        List<String> told = List.of("/logger/a", "/logs");

        assertThat(opened()).containsExactly("/logger/a", "/logger", "/logs");
        assertThat(written(Kinds.WRITE)).isEqualTo(told);
        assertThat(written(Kinds.CLOSE_WRITE)).isEqualTo(told);
        assertOnlyWhatIsToldWasCounted();
    }

    @Test
    void theLongestPathDecides() {
        watcher.sensor().apply(paths(List.of("/", d + "/log/keep/not"), List.of(d + "/log/keep")));
        run("os.mkdir(d + '/log/keep/not')\nput('/log/a')\nput('/log/keep/a')\nput('/log/keep/not/a')");

        assertThat(opened()).containsExactly("/log/keep/a");
        assertThat(written(Kinds.WRITE)).containsExactly("/log/keep/a");
        assertOnlyWhatIsToldWasCounted();
    }

    @Test
    void followsRulesThatChange() {
        run("put('/log/a')");
        leaveOut("/log");
        run("put('/log/b')\nput('/logger/b')");
        leaveOut("/logger");
        run("put('/log/c')\nput('/logger/c')");
        watcher.sensor().apply(Filters.NONE);
        run("put('/logger/d')");

        assertThat(written(Kinds.WRITE)).containsExactly("/log/a", "/logger/b", "/log/c", "/logger/d");
        assertOnlyWhatIsToldWasCounted();
    }

    @Test
    void repeatedOpensOfWhatIsNotWantedAreNotCountedEither() {
        run("put('/log/a')\nput('/logger/a')");
        leaveOut("/log");
        run("[(read('/log/a'), read('/logger/a')) for i in range(5)]");

        watcher.sensor().detach();
        watcher.drain();
        assertThat(opened()).containsExactly("/log/a", "/logger/a", "/logger/a", "/logger/a");
        assertOnlyWhatIsToldWasCounted();
    }

    @Test
    void judgesStringsByWhatTheyAreJoinedTo() {
        leaveOut("/log");
        run("""
                os.mkdir(d + '/log/a')
                os.mkdir('log/b')
                os.chdir('log')
                os.mkdir('c')
                os.mkdir('../d')
                os.mkdir(d + '/log/../e')
                os.mkdir('..f')
                os.mkdir(d + '/logger/g')
                at = os.open(d + '/log', os.O_RDONLY)
                os.mkdir('h', dir_fd=at)
                os.ftruncate(os.open('i', os.O_CREAT | os.O_WRONLY), 5)
                try: os.open(d + '/log/none/x', os.O_WRONLY)
                except OSError: pass
                try: os.open('../none/x', os.O_WRONLY)
                except OSError: pass
                """);

        assertThat(given(Kinds.MKDIR)).containsExactly("../d", "/log/../e", "..f", "/logger/g");
        assertThat(mine(Kinds.TRUNCATE)).isEmpty();
        assertThat(mine(Kinds.OPEN))
                .extracting(record -> record.part(0))
                .contains("../none/x")
                .doesNotContain(d + "/log/none/x");
        assertOnlyWhatIsToldWasCounted();
    }

    @Test
    void tellsWhatIsMovedOutOrIn() {
        leaveOut("/log");
        run("""
                [put(n) for n in ('/log/a', '/log/b', '/c', '/e')]
                os.rename(d + '/log/a', d + '/log/a2')
                os.rename(d + '/log/b', d + '/b')
                os.rename(d + '/c', d + '/log/c')
                os.rename('e', 'f')
                """);

        assertThat(given(Kinds.RENAME)).containsExactly("/log/b", "/c", "e");
        assertOnlyWhatIsToldWasCounted();
    }

    @Test
    void pathsThatAreLongerThanRulesAreJudgedByTheirBeginning() {
        leaveOut("/log");
        run("n = '/' + 200 * 'n'\nos.mkdir(d + '/log' + n)\nos.mkdir(d + '/logger' + n)\n"
                + "[put(t + n + n) for t in ('/log', '/logger')]");

        String told = "/logger" + ("/" + "n".repeat(200)).repeat(2);
        assertThat(written(Kinds.WRITE)).containsExactly(told);
        assertThat(mine(Kinds.CLOSE_WRITE)).hasSize(1);
        assertOnlyWhatIsToldWasCounted();
    }

    @Test
    void leavesOutACgroupUntilItIsWantedAgain() {
        run("os.mkdir('a')");
        long cgroup = mine(Kinds.MKDIR).getFirst().header().cgroupId();

        assertThat(watcher.sensor().ignore(cgroup, true)).isTrue();
        run("os.mkdir('b')\nput('/b/x')");
        watcher.sensor().ignore(cgroup + 1, true);
        watcher.sensor().ignore(cgroup, false);
        run("os.mkdir('c')");

        assertThat(given(Kinds.MKDIR)).containsExactly("a", "c");
        assertThat(written(Kinds.WRITE)).isEmpty();
        assertOnlyWhatIsToldWasCounted();
    }

    @Test
    void whatIsSetBeforeItAttachesHoldsFromTheStart() {
        watcher.close();
        try (EbpfSensor sensor = EbpfSensor.open(EbpfConfig.defaults())) {
            sensor.apply(paths(List.of(d), List.of()));
            sensor.attach();
            launcher.run("open('" + d + "/x', 'w').close()\nresult = spawn(b'/usr/bin/true', [b'true'])");
            List<String> opened = new java.util.ArrayList<>();
            while (sensor.poll(
                            (buffer, offset, length) -> {
                                CapturedRecord record = new CapturedRecord(buffer, offset, length);
                                if (record.kind() == Kinds.OPEN) {
                                    opened.add(record.part(1));
                                }
                            },
                            100)
                    > 0) {
                Thread.onSpinWait();
            }
            assertThat(opened).isNotEmpty().doesNotContain(d + "/x");
        }
    }
}
