package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
class ExecKernelTest {

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

    private CapturedRecord exec(String python) {
        return watcher.only(Kinds.EXEC, launcher.runToEnd(python).pid());
    }

    @Test
    void reportsArgsExactly() {
        CapturedRecord exec =
                exec("result = spawn(b'/usr/bin/true', [b'true', b'', b'a b', b'\\xff\\xfe\\n', b'', b'last', b''])");

        assertThat(exec.args()).containsExactly("true", "", "a b", "\u00ff\u00fe\n", "", "last", "");
        assertThat(exec.exec().argsTotal()).isEqualTo(exec.exec().argsLength());
        assertThat(exec.header().incomplete()).isZero();
    }

    @Test
    void reportsWhatTheKernelMakesOfNoArgs() {
        CapturedRecord exec = exec("result = spawn(b'/usr/bin/true', [])");

        // Kernels from 5.18 on put one empty arg there.
        assertThat(exec.args()).isIn(List.of(), List.of(""));
        assertThat(exec.header().incomplete()).isZero();
    }

    @Test
    void cutsLongArgsAndTellsTheirLength() {
        CapturedRecord exec = exec("result = spawn(b'/usr/bin/true', [b'true'] + [b'x' * 999] * 100)");

        assertThat(exec.exec().argsLength()).isEqualTo(RecordLayout.ARGS_MAX);
        assertThat(exec.exec().argsTotal()).isEqualTo(5 + 100 * 1000);
        assertThat(exec.rawArgs()).startsWith("true\0" + "x".repeat(999) + "\0x");
        assertThat(exec.header().incomplete()).isEqualTo(IncompleteBits.ARGS_CUT);
    }

    @Test
    void keepsArgsThatJustFit() {
        CapturedRecord exec = exec("result = spawn(b'/usr/bin/true', [b'true', b'x' * (16384 - 6)])");

        assertThat(exec.exec().argsLength()).isEqualTo(RecordLayout.ARGS_MAX);
        assertThat(exec.args()).hasSize(2);
        assertThat(exec.header().incomplete()).isZero();
    }

    @Test
    void reportsPathsAsTheKernelAndAsTheCallerNamesThem() throws Exception {
        Path program = Files.copy(Path.of("/usr/bin/true"), directory.resolve("program"));
        Files.createSymbolicLink(directory.resolve("link"), program);

        CapturedRecord exec = exec("""
                def body():
                    os.chdir('%s')
                    execute(b'../%s/./link', [b'x'])
                result = child(body)
                """.formatted(directory, directory.getFileName()));

        assertThat(exec.binary()).isEqualTo(program.toRealPath().toString());
        assertThat(exec.path()).isEqualTo("../" + directory.getFileName() + "/./link");
        assertThat(exec.cwd()).isEqualTo(directory.toRealPath().toString());
        assertThat(exec.comm()).isEqualTo("link");
        assertThat(exec.exec().process().inode()).isEqualTo(Files.getAttribute(program, "unix:ino"));
        assertThat(exec.exec().flags()).isZero();
    }

    @Test
    void namesPathsFromTheRootOfTheProcess() throws Exception {
        Path bin = Files.createDirectories(directory.resolve("root/bin"));
        compileStatic("int main(void) { return 0; }", bin.resolve("program"));

        CapturedRecord exec = exec("""
                def body():
                    os.chroot('%s/root')
                    os.chdir('/bin')
                    execute(b'/bin/program', [b'x'])
                result = child(body)
                """.formatted(directory));

        assertThat(exec.binary()).isEqualTo("/bin/program");
        assertThat(exec.cwd()).isEqualTo("/bin");
    }

    @Test
    void resolvesBindMounts() throws Exception {
        Path source = Files.createDirectories(directory.resolve("source/deep"));
        Files.copy(Path.of("/usr/bin/true"), source.resolve("program"));
        Files.createDirectories(directory.resolve("target"));

        CapturedRecord exec = exec("""
                def body():
                    libc.unshare(0x20000)
                    libc.mount(None, b'/', None, 0x44000, None)
                    libc.mount(b'%1$s/source', b'%1$s/target', None, 4096, None)
                    os.chdir('%1$s/target/deep')
                    execute(b'./program', [b'x'])
                result = child(body)
                """.formatted(directory));

        assertThat(exec.binary()).isEqualTo(directory.toRealPath() + "/target/deep/program");
        assertThat(exec.cwd()).isEqualTo(directory.toRealPath() + "/target/deep");
    }

    @Test
    void reportsRootDirectoryAsSlash() {
        CapturedRecord exec = exec("""
                def body():
                    os.chdir('/')
                    execute(b'/usr/bin/true', [b'true'])
                result = child(body)
                """);

        assertThat(exec.cwd()).isEqualTo("/");
    }

    @Test
    void keepsTheEndOfPathsThatAreTooLong() throws Exception {
        CapturedRecord exec = exec("""
                def body():
                    os.chdir('%s')
                    for i in range(30):
                        os.mkdir('d' * 200)
                        os.chdir('d' * 200)
                    import shutil
                    shutil.copy('/usr/bin/true', 'program')
                    execute(b'./program', [b'x'])
                result = child(body)
                """.formatted(directory));

        assertThat(exec.header().incomplete()).isEqualTo(IncompleteBits.BINARY_CUT | IncompleteBits.CWD_CUT);
        assertThat(exec.binary()).endsWith("/" + "d".repeat(200) + "/program");
        assertThat(exec.exec().binaryLength()).isBetween(RecordLayout.PATH_MAX - 256, RecordLayout.PATH_MAX);
        launcher.run("import shutil; shutil.rmtree('%s/' + 'd' * 200)".formatted(directory));
    }

    @Test
    void flagsScripts() throws Exception {
        Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh -e\nexit 0\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        CapturedRecord exec = exec("result = spawn(b'%s', [b'zero', b'one'])".formatted(script));

        assertThat(exec.exec().flags()).isEqualTo(ExecFlyweight.SCRIPT);
        assertThat(exec.path()).isEqualTo(script.toString());
        assertThat(exec.binary()).isEqualTo(Path.of("/bin/sh").toRealPath().toString());
        assertThat(exec.args()).containsExactly("/bin/sh", "-e", script.toString(), "one");
    }

    @Test
    void flagsProgramsInMemory() {
        CapturedRecord exec = exec("""
                def body():
                    fd = os.memfd_create('hidden')
                    os.write(fd, open('/usr/bin/true', 'rb').read())
                    execute(b'/proc/self/fd/%d' % fd, [b'x'])
                result = child(body)
                """);

        assertThat(exec.exec().flags()).isEqualTo(ExecFlyweight.MEMFD);
        assertThat(exec.binary()).isEqualTo("memfd:hidden");
    }

    @Test
    void flagsDeletedPrograms() throws Exception {
        Path program = Files.copy(Path.of("/usr/bin/true"), directory.resolve("program"));

        CapturedRecord exec = exec("""
                def body():
                    fd = os.open('%1$s', os.O_RDONLY)
                    os.unlink('%1$s')
                    execute(b'/proc/self/fd/%%d' %% fd, [b'x'])
                result = child(body)
                """.formatted(program));

        assertThat(exec.exec().flags()).isEqualTo(ExecFlyweight.DELETED);
        assertThat(exec.binary()).isEqualTo(directory.toRealPath() + "/program");
    }

    @Test
    void flagsSetuidPrograms() throws Exception {
        Path program = Files.copy(Path.of("/usr/bin/true"), directory.resolve("program"));
        Files.setAttribute(program, "unix:mode", 06755);

        CapturedRecord exec = exec("result = spawn(b'%s', [b'x'])".formatted(program));

        assertThat(exec.exec().flags()).isEqualTo(ExecFlyweight.SETUID | ExecFlyweight.SETGID);
    }

    @Test
    void reportsIdsAndNamespaces() {
        CapturedRecord exec = exec("""
                def body():
                    os.setsid()
                    os.setresgid(1, 2, 3)
                    os.setresuid(4, 5, 6)
                    execute(b'/usr/bin/true', [b'true'])
                result = child(body)
                """);

        int pid = exec.header().tgid();
        assertThat(exec.exec().process().gid()).isEqualTo(1);
        assertThat(exec.exec().process().egid()).isEqualTo(2);
        assertThat(exec.exec().process().uid()).isEqualTo(4);
        assertThat(exec.exec().process().euid()).isEqualTo(5);
        assertThat(exec.exec().process().suid()).isEqualTo(5);
        assertThat(exec.exec().process().capEffective()).isZero();
        assertThat(exec.exec().process().session()).isEqualTo(pid);
        assertThat(exec.exec().process().processGroup()).isEqualTo(pid);
        assertThat(exec.header().parentTgid()).isEqualTo(launcher.pid());
        assertThat(exec.header().tid()).isEqualTo(pid);
        assertThat(exec.header().mntNs()).isEqualTo(namespace("mnt"));
        assertThat(exec.header().pidNs()).isEqualTo(namespace("pid"));
        assertThat(exec.exec().process().netNs()).isEqualTo(namespace("net"));
        assertThat(exec.exec().process().ipcNs()).isEqualTo(namespace("ipc"));
        assertThat(exec.exec().process().utsNs()).isEqualTo(namespace("uts"));
        assertThat(exec.exec().process().userNs()).isEqualTo(namespace("user"));
        assertThat(exec.exec().process().cgroupNs()).isEqualTo(namespace("cgroup"));
        assertThat(exec.exec().process().timeNs()).isEqualTo(namespace("time"));
    }

    private int namespace(String kind) {
        String link = launcher.run("result = os.readlink('/proc/self/ns/%s')".formatted(kind));
        return Integer.parseUnsignedInt(link.replaceAll("[^0-9]", ""));
    }

    @Test
    void reportsThePidInTheProcessesOwnNamespace() {
        CapturedRecord exec = exec("""
                pid = os.fork()
                if pid == 0:
                    libc.unshare(0x20000000)
                    os._exit(os.waitstatus_to_exitcode(spawn(b'/usr/bin/true', [b'inside'])[1]))
                os.waitpid(pid, 0)
                result = spawn(b'/usr/bin/true', [b'outside'])
                """);

        CapturedRecord inside = watcher.only(
                record -> record.kind() == Kinds.EXEC && record.rawArgs().equals("inside\0"));
        assertThat(exec.exec().process().pid()).isEqualTo(exec.header().tgid());
        assertThat(inside.exec().process().pid()).isEqualTo(1);
        assertThat(inside.header().pidNs()).isNotEqualTo(exec.header().pidNs());
    }

    @Test
    void namesTheThreadThatCalledExec() {
        CapturedRecord exec = exec("""
                def body():
                    import threading
                    def other():
                        execute(b'/usr/bin/true', [b'%d' % threading.get_native_id()])
                    threading.Thread(target=other).start()
                    threading.Event().wait()
                result = child(body)
                """);

        assertThat(exec.args()).containsExactly(Integer.toString(exec.exec().oldTid()));
        assertThat(exec.exec().oldTid()).isNotEqualTo(exec.header().tgid());
        assertThat(exec.header().tid()).isEqualTo(exec.header().tgid());
    }

    @Test
    void reportsFailedExecWithItsArgs() {
        int pid = launcher.runToEnd("result = spawn(b'/nowhere/at all', [b'zero', b'', b'\\xff', b'y' * 5000, b'end'])")
                .pid();

        CapturedRecord failed = watcher.only(Kinds.EXEC_FAILED, pid);
        assertThat(failed.execFailed().error()).isEqualTo(2);
        assertThat(failed.path()).isEqualTo("/nowhere/at all");
        assertThat(failed.args()).containsExactly("zero", "", "\u00ff", "y".repeat(5000), "end");
        assertThat(failed.execFailed().argsTotal())
                .isEqualTo(failed.execFailed().argsLength());
        assertThat(failed.header().incomplete()).isZero();
    }

    @Test
    void reportsFailedExecveatAndItsArgs() {
        int pid = launcher.runToEnd("""
                        def body():
                            libc.syscall(322 if os.uname().machine == 'x86_64' else 281, -100, b'/etc/passwd',
                                         pointers([b'a', b'b']), None, 0)
                        result = child(body)
                        """).pid();

        CapturedRecord failed = watcher.only(Kinds.EXEC_FAILED, pid);
        assertThat(failed.execFailed().error()).isEqualTo(13);
        assertThat(failed.path()).isEqualTo("/etc/passwd");
        assertThat(failed.args()).containsExactly("a", "b");
    }

    @Test
    void cutsArgsOfFailedExec() {
        int pid = launcher.runToEnd("result = spawn(b'/nowhere', [b'x' * 999] * 100)")
                .pid();

        CapturedRecord failed = watcher.only(Kinds.EXEC_FAILED, pid);
        assertThat(failed.execFailed().argsLength()).isEqualTo(RecordLayout.ARGS_MAX);
        assertThat(failed.execFailed().argsTotal()).isEqualTo(100 * 1000);
        assertThat(failed.header().incomplete()).isEqualTo(IncompleteBits.ARGS_CUT);
    }

    @Test
    void doesNotReportFailureForExecThatWorked() {
        int pid = exec("result = spawn(b'/usr/bin/true', [b'true'])").header().tgid();
        watcher.only(Kinds.EXIT, pid);

        assertThat(watcher.all(record ->
                        record.kind() == Kinds.EXEC_FAILED && record.header().tgid() == pid))
                .isEmpty();
    }

    @Test
    void reportsVariablesThatSayWhichLibrariesAreLoadedAndNoOther() {
        CapturedRecord exec = exec("""
                def body():
                    os.execve('/usr/bin/true', ['true'], {
                        'A': 'x' * 3000, 'LD_PRELOAD': '/lib/a.so', 'NOT_LD_PRELOAD': 'no', 'B': 'LD_PRELOAD=no',
                        'LD_LIBRARY_PATH': '/b:/c', 'LD_PRELOADS': 'no', 'SECRET': 'no'})
                result = child(body)
                """);

        assertThat(exec.environment()).isEqualTo("LD_PRELOAD=/lib/a.so\0LD_LIBRARY_PATH=/b:/c\0");
        assertThat(exec.args()).containsExactly("true");
        assertThat(exec.header().incomplete()).isZero();
    }

    @Test
    void saysWhenAVariableIsLongerThanWhatIsKept() {
        CapturedRecord exec = exec("""
                def body(): os.execve('/usr/bin/true', ['true'], {'LD_LIBRARY_PATH': '/' * 5000})
                result = child(body)
                """);

        assertThat(exec.environment()).isEqualTo("LD_LIBRARY_PATH=" + "/".repeat(2048 - 17) + "\0");
        assertThat(exec.header().incomplete()).isEqualTo(IncompleteBits.ENVIRONMENT_CUT);
    }

    @Test
    void saysWhenTheFileGaveCapabilitiesAndNotWhenRootHasThem() {
        String program = """
                import shutil, struct, tempfile
                directory = tempfile.mkdtemp()
                os.chmod(directory, 0o755)
                path = shutil.copy('/usr/bin/true', directory)
                os.setxattr(path, 'security.capability', struct.pack('<5I', 0x02000001, 0x400, 0, 0, 0))
                def body():
                    os.setuid(%d)
                    os.execve(path, ['true'], {})
                result = child(body)
                shutil.rmtree(directory)
                """;
        CapturedRecord other = exec(program.formatted(1000));
        assertThat(other.exec().flags()).isEqualTo(ExecFlyweight.FILE_CAPABILITIES);
        assertThat(other.exec().process().capEffective()).isEqualTo(0x400);

        CapturedRecord root = exec(program.formatted(0));
        assertThat(root.exec().flags()).isZero();
    }

    private void compileStatic(String source, Path program) throws Exception {
        Path file = Files.writeString(directory.resolve("program.c"), source, StandardCharsets.UTF_8);
        Process cc = new ProcessBuilder("cc", "-static", "-o", program.toString(), file.toString())
                .inheritIO()
                .start();
        assertThat(cc.waitFor()).as("exit code of cc").isZero();
    }
}
