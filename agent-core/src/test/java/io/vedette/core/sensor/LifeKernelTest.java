package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.ffi.Libc;
import io.vedette.core.sensor.Launcher.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
class LifeKernelTest {

    private Launcher launcher;
    private Watcher watcher;

    @TempDir
    private Path directory;

    @BeforeEach
    void attach() {
        launcher = Launcher.start();
        watcher = Watcher.attach();
    }

    @AfterEach
    void close() {
        watcher.close();
        launcher.close();
    }

    private CapturedRecord exit(Ended ended) {
        CapturedRecord exit = watcher.only(Kinds.EXIT, ended.pid());
        assertThat(exit.exit().status()).as("status that wait gave").isEqualTo(ended.status());
        return exit;
    }

    @Test
    void reportsExitCode() {
        CapturedRecord exit = exit(launcher.runToEnd("result = child(lambda: os._exit(42))"));

        assertThat(exit.exit().code()).isEqualTo(42);
        assertThat(exit.exit().signal()).isZero();
    }

    @Test
    void reportsSignal() {
        CapturedRecord exit = exit(launcher.runToEnd("result = child(lambda: os.kill(os.getpid(), 9))"));

        assertThat(exit.exit().signal()).isEqualTo(9);
    }

    @Test
    void reportsExitOfProcessWhoseLeaderEndedFirst() throws Exception {
        Path program = compile("leader_exits_first.c");

        Ended ended = launcher.runToEnd("result = spawn(b'%s', [b'x'])".formatted(program));

        assertThat(exit(ended).exit().code()).isEqualTo(7);
    }

    @Test
    void reportsExitOfManyThreadsOnce() {
        Ended ended = launcher.runToEnd("""
                def body():
                    import threading
                    for i in range(50):
                        threading.Thread(target=threading.Event().wait, daemon=True).start()
                    os._exit(3)
                result = child(body)
                """);

        assertThat(exit(ended).exit().code()).isEqualTo(3);
        CapturedRecord fork = fork(ended.pid());
        assertThat(fork.header().tgid()).isEqualTo(launcher.pid());
    }

    private CapturedRecord fork(int child) {
        return watcher.only(
                record -> record.kind() == Kinds.FORK && record.fork().childTgid() == child);
    }

    @Test
    void linksForkExecAndExit() {
        int pid =
                launcher.runToEnd("result = spawn(b'/usr/bin/true', [b'true'])").pid();

        CapturedRecord exit = watcher.only(Kinds.EXIT, pid);
        CapturedRecord exec = watcher.only(Kinds.EXEC, pid);
        CapturedRecord fork = fork(pid);
        assertThat(fork.header().tgid()).isEqualTo(launcher.pid());
        assertThat(fork.fork().childStartBootTimeNs())
                .isEqualTo(exec.header().startBootTimeNs())
                .isEqualTo(exit.header().startBootTimeNs());
        assertThat(fork.header().startBootTimeNs())
                .isEqualTo(exec.header().parentStartBootTimeNs())
                .isEqualTo(exit.header().parentStartBootTimeNs());
        assertThat(fork.fork().childCgroupId()).isEqualTo(exec.header().cgroupId());
        assertThat(fork.fork().childMntNs()).isEqualTo(exec.header().mntNs());
        assertThat(fork.fork().childPidNs()).isEqualTo(exec.header().pidNs());
        assertThat(fork.fork().child().pid()).isEqualTo(pid);
        assertThat(fork.fork().child().inode())
                .isNotEqualTo(exec.exec().process().inode());
        assertThat(fork.header().bootTimeNs())
                .isBetween(fork.fork().childStartBootTimeNs(), exec.header().bootTimeNs());
        assertThat(exit.header().bootTimeNs()).isGreaterThan(exec.header().bootTimeNs());
        assertThat(watcher.records().indexOf(fork)).isLessThan(watcher.records().indexOf(exec));
    }

    @Test
    void reportsCloneFlags() {
        int pid = launcher.runToEnd("""
                        pid = libc.syscall(56 if os.uname().machine == 'x86_64' else 220, 0x08000000 | 17, 0, 0, 0, 0)
                        if pid == 0:
                            os._exit(0)
                        result = os.waitpid(pid, 0)
                        """).pid();

        CapturedRecord fork = fork(pid);
        assertThat(fork.fork().cloneFlags() & 0x08000000).isNotZero();
        assertThat(fork.fork().child().ipcNs()).isNotZero();
    }

    @Test
    void announcesCgroupBeforeItsFirstEvent() {
        int pid =
                launcher.runToEnd("result = spawn(b'/usr/bin/true', [b'true'])").pid();
        CapturedRecord exec = watcher.only(Kinds.EXEC, pid);

        // Two CPUs may both send it.
        CapturedRecord cgroup = watcher.all(record -> record.kind() == Kinds.CGROUP
                        && record.header().cgroupId() == exec.header().cgroupId())
                .getFirst();
        String own =
                launcher.run("result = [l for l in open('/proc/self/cgroup') if l.startswith('0::')][0][3:].strip()");
        assertThat("'" + cgroup.path() + "'").isEqualTo(own);
        int first = watcher.records().indexOf(cgroup);
        // Who else is in it may be told by the other CPU while this one announces it.
        assertThat(watcher.records().subList(0, first))
                .noneMatch(record -> record.header().tgid() == exec.header().tgid());
    }

    @Test
    void announcesCgroupThatWasMadeLater() throws Exception {
        String root = launcher.run(
                        "result = [l.split()[1] for l in open('/proc/mounts') if l.split()[2] == 'cgroup2'][0]")
                .replace("'", "");
        String name = directory.getFileName().toString();
        Path cgroup = Path.of(root, name, "inner \u00e9");
        int pid = launcher.runToEnd("""
                        os.makedirs('%1$s')
                        def body():
                            open('%1$s/cgroup.procs', 'w').write('0')
                            execute(b'/usr/bin/true', [b'true'])
                        result = child(body)
                        inode = os.stat('%1$s').st_ino
                        os.rmdir('%1$s')
                        os.rmdir('%2$s/%3$s')
                        """.formatted(cgroup, root, name)).pid();

        CapturedRecord exec = watcher.only(Kinds.EXEC, pid);
        CapturedRecord announced = watcher.only(record -> record.kind() == Kinds.CGROUP
                && record.header().cgroupId() == exec.header().cgroupId());
        assertThat(announced.path()).isEqualTo("/" + name + "/inner \u00c3\u00a9");
    }

    @Test
    void leavesOutTheAgentsOwnProcesses() throws Exception {
        Process own = new ProcessBuilder("sh", "-c", "/usr/bin/true; exit 3").start();
        assertThat(own.waitFor()).isEqualTo(3);
        int pid =
                launcher.runToEnd("result = spawn(b'/usr/bin/true', [b'true'])").pid();

        watcher.only(Kinds.EXIT, pid);
        int agent = (int) ProcessHandle.current().pid();
        assertThat(watcher.all(record -> record.header().tgid() == own.pid())).isEmpty();
        assertThat(watcher.all(record -> record.header().tgid() == agent)).isEmpty();
        assertThat(watcher.all(record -> record.header().parentTgid() == own.pid()))
                .isEmpty();
    }

    @Test
    void snapshotTellsWhatRunsAlready() throws Exception {
        List<CapturedRecord> running = new ArrayList<>();
        watcher.sensor().snapshot((buffer, offset, length) -> running.add(new CapturedRecord(buffer, offset, length)));

        CapturedRecord found = running.stream()
                .filter(record ->
                        record.kind() == Kinds.RUNNING && record.header().tgid() == launcher.pid())
                .findFirst()
                .orElseThrow();
        assertThat(found.rawArgs()).isEqualTo(Files.readString(Path.of("/proc/" + launcher.pid() + "/cmdline")));
        assertThat(found.args())
                .endsWith(
                        "-B",
                        Path.of("src/test/python/launcher.py").toAbsolutePath().toString());
        assertThat(found.header().incomplete()).isEqualTo(IncompleteBits.FROM_PROCFS);
        assertThat(found.binary())
                .isEqualTo(
                        Path.of("/proc/" + launcher.pid() + "/exe").toRealPath().toString());
        assertThat(found.cwd()).isEqualTo(Path.of("").toRealPath().toString());
        assertThat(found.exec().flags()).isZero();
        CapturedRecord exec = watcher.only(
                Kinds.EXEC,
                launcher.runToEnd("result = spawn(b'/usr/bin/true', [b'true'])").pid());
        assertThat(found.header().startBootTimeNs()).isEqualTo(exec.header().parentStartBootTimeNs());
        assertThat(running)
                .anyMatch(record -> record.kind() == Kinds.CGROUP
                        && record.header().cgroupId() == found.header().cgroupId());
        assertThat(running)
                .filteredOn(record ->
                        record.kind() == Kinds.RUNNING && record.header().tgid() == launcher.pid())
                .hasSize(1);
        assertThat(running)
                .noneMatch(record ->
                        record.header().tgid() == ProcessHandle.current().pid());
    }

    @Test
    void snapshotFromProcfsAgreesWithTheKernels() {
        List<CapturedRecord> kernel = new ArrayList<>();
        List<CapturedRecord> procfs = new ArrayList<>();
        watcher.sensor().snapshot((buffer, offset, length) -> kernel.add(new CapturedRecord(buffer, offset, length)));
        new ProcfsSnapshot(new Libc(), Path.of("/proc"))
                .read((buffer, offset, length) -> procfs.add(new CapturedRecord(buffer, offset, length)));

        CapturedRecord expected = running(kernel);
        CapturedRecord found = running(procfs);
        assertThat(found.binary()).isEqualTo(expected.binary());
        assertThat(found.cwd()).isEqualTo(expected.cwd());
        assertThat(found.args()).isEqualTo(expected.args());
        assertThat(found.comm()).isEqualTo(expected.comm());
        assertThat(found.header().mntNs()).isEqualTo(expected.header().mntNs());
        assertThat(found.header().parentTgid()).isEqualTo(expected.header().parentTgid());
        assertThat(found.header().incomplete()).isEqualTo(IncompleteBits.FROM_PROCFS);
        assertThat(found.header().startBootTimeNs())
                .isEqualTo(expected.header().startBootTimeNs() / 10_000_000 * 10_000_000);
        ExecFlyweight exec = found.exec();
        assertThat(exec.process().auid()).isEqualTo(expected.exec().process().auid());
        assertThat(exec.process().capEffective())
                .isEqualTo(expected.exec().process().capEffective());
        assertThat(exec.process().session()).isEqualTo(expected.exec().process().session());
        assertThat(exec.process().timeNs()).isEqualTo(expected.exec().process().timeNs());
    }

    private CapturedRecord running(List<CapturedRecord> records) {
        return records.stream()
                .filter(record ->
                        record.kind() == Kinds.RUNNING && record.header().tgid() == launcher.pid())
                .findFirst()
                .orElseThrow();
    }

    private Path compile(String source) throws Exception {
        Path program = directory.resolve("program");
        Process cc = new ProcessBuilder("cc", "-pthread", "-o", program.toString(), "src/test/c/" + source)
                .inheritIO()
                .start();
        assertThat(cc.waitFor()).as("exit code of cc").isZero();
        assertThat(Files.exists(program)).isTrue();
        return program;
    }
}
