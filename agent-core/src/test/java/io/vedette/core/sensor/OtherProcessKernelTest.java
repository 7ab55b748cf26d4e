package io.vedette.core.sensor;

import static io.vedette.core.event.RecordLayout.*;
import static io.vedette.core.event.SecurityLayout.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What processes do to others.
@Tag("kernel")
class OtherProcessKernelTest {

    private static final String OTHER = """
            import signal, time
            def other(before=lambda: None):
                r, w = os.pipe()
                pid = os.fork()
                if pid == 0:
                    before()
                    os.write(w, b'x')
                    signal.pause()
                os.read(r, 1)
                return pid
            def end(pid):
                os.kill(pid, 9)
                os.waitpid(pid, 0)
            cgroup = [l.split()[1] for l in open('/proc/mounts') if l.split()[2] == 'cgroup2'][0] + '/vedette-other'
            def elsewhere():
                os.makedirs(cgroup, exist_ok=True)
                open(cgroup + '/cgroup.procs', 'w').write(str(os.getpid()))
            """;

    private Launcher launcher;
    private Watcher watcher;
    private String python;

    @BeforeEach
    void attach() {
        launcher = Launcher.start();
        python = launcher.run("result = os.path.realpath('/proc/self/exe')").replace("'", "");
        watcher = Watcher.attach();
    }

    @AfterEach
    void close() {
        watcher.close();
        launcher.close();
    }

    private int number(String python) {
        return Integer.parseInt(launcher.run(OTHER + python));
    }

    private void isTarget(CapturedRecord record, int hostPid, int pid) {
        DetailFlyweight detail = record.detail();
        long start = watcher.only(
                        found -> found.kind() == Kinds.FORK && found.fork().childTgid() == hostPid)
                .fork()
                .childStartBootTimeNs();
        assertThat(detail.i32(OTHER_PROCESS_TARGET + TARGET_TGID)).isEqualTo(hostPid);
        assertThat(detail.i64(OTHER_PROCESS_TARGET + TARGET_START_BOOT_TIME_NS)).isEqualTo(start);
        assertThat(detail.i32(OTHER_PROCESS_TARGET + TARGET_PID)).isEqualTo(pid);
        assertThat(record.part(0)).isEqualTo(python);
        assertThat(record.header().incomplete()).isZero();
    }

    @Test
    void reportsPtraceOfAnotherProcessAndNotWhatFollows() {
        int pid = number("""
                pid = other()
                libc.ptrace(16, pid, None, None)
                os.waitpid(pid, 0)
                libc.ptrace(7, pid, None, None)
                end(pid)
                result = pid
                """);

        CapturedRecord record = watcher.only(Kinds.PTRACE, launcher.pid());
        assertThat(record.detail().i32(OTHER_PROCESS_NUMBER)).isEqualTo(16);
        assertThat(record.detail().i32(OTHER_PROCESS_ERROR)).isZero();
        isTarget(record, pid, pid);
    }

    @Test
    void reportsPtraceOfNobody() {
        launcher.run("libc.ptrace(0x4206, 4000000, None, None)");

        CapturedRecord record = watcher.only(Kinds.PTRACE, launcher.pid());
        assertThat(record.detail().i32(OTHER_PROCESS_NUMBER)).isEqualTo(0x4206);
        assertThat(record.detail().i32(OTHER_PROCESS_ERROR)).isEqualTo(3);
        assertThat(record.detail().i32(OTHER_PROCESS_TARGET + TARGET_PID)).isEqualTo(4000000);
        assertThat(record.detail().i64(OTHER_PROCESS_TARGET + TARGET_START_BOOT_TIME_NS))
                .isZero();
        assertThat(record.header().incomplete()).isEqualTo(IncompleteBits.TARGET_UNKNOWN);
    }

    @Test
    void reportsWhoLetsItsParentTraceIt() {
        int pid = launcher.runToEnd("result = child(lambda: libc.ptrace(0, 5, None, None))")
                .pid();

        DetailFlyweight record = watcher.only(Kinds.PTRACE, pid).detail();
        assertThat(record.i32(OTHER_PROCESS_TARGET + TARGET_TGID)).isEqualTo(launcher.pid());
        assertThat(record.i32(OTHER_PROCESS_TARGET + TARGET_PID)).isZero();
    }

    @Test
    void findsTargetsByThePidsOfTheCallersNamespace() {
        launcher.run(OTHER + """
                def body():
                    libc.unshare(0x20000000)
                    def inside():
                        pid = other()
                        libc.ptrace(16, pid, None, None)
                        os.waitpid(pid, 0)
                        end(pid)
                    child(inside)
                child(body)
                """);

        CapturedRecord record = watcher.only(
                found -> found.kind() == Kinds.PTRACE && found.detail().i32(OTHER_PROCESS_NUMBER) == 16);
        int hostPid = record.detail().i32(OTHER_PROCESS_TARGET + TARGET_TGID);
        assertThat(hostPid).isGreaterThan(2);
        isTarget(record, hostPid, 2);
    }

    @Test
    void reportsReadingAndWritingMemoryOfOthers() {
        int pid = number("""
                class Part(ctypes.Structure): _fields_ = [('base', ctypes.c_void_p), ('len', ctypes.c_size_t)]
                here = ctypes.create_string_buffer(100)
                pid = other()
                part = Part(ctypes.addressof(here), 100)
                libc.process_vm_readv(pid, ctypes.byref(part), 1, ctypes.byref(part), 1, 0)
                nowhere = Part(8, 100)
                libc.process_vm_writev(pid, ctypes.byref(part), 1, ctypes.byref(nowhere), 1, 0)
                end(pid)
                result = pid
                """);

        CapturedRecord read = watcher.only(Kinds.PROCESS_VM_READV, launcher.pid());
        assertThat(read.detail().i64(OTHER_PROCESS_BYTES)).isEqualTo(100);
        assertThat(read.detail().i32(OTHER_PROCESS_ERROR)).isZero();
        isTarget(read, pid, pid);
        CapturedRecord write = watcher.only(Kinds.PROCESS_VM_WRITEV, launcher.pid());
        assertThat(write.detail().i64(OTHER_PROCESS_BYTES)).isZero();
        assertThat(write.detail().i32(OTHER_PROCESS_ERROR)).isEqualTo(14);
        isTarget(write, pid, pid);
    }

    @Test
    void reportsFilesTakenFromOthers() {
        int pid = number("""
                pid = other()
                fd = libc.syscall(434, pid, 0)
                libc.syscall(438, fd, 777, 0)
                end(pid)
                result = pid
                """);

        CapturedRecord record = watcher.only(Kinds.PIDFD_GETFD, launcher.pid());
        assertThat(record.detail().i32(OTHER_PROCESS_NUMBER)).isEqualTo(777);
        assertThat(record.detail().i32(OTHER_PROCESS_ERROR)).isEqualTo(9);
        isTarget(record, pid, pid);
    }

    @Test
    void reportsSignalsToOtherCgroupsOnly() {
        int pid = number("""
                near = other()
                end(near)
                far = other(elsewhere)
                os.kill(far, 0)
                os.kill(far, 15)
                os.waitpid(far, 0)
                os.rmdir(cgroup)
                result = far
                """);

        CapturedRecord record = watcher.only(Kinds.KILL, launcher.pid());
        assertThat(record.detail().i32(OTHER_PROCESS_NUMBER)).isEqualTo(15);
        assertThat(record.detail().i32(OTHER_PROCESS_ERROR)).isZero();
        isTarget(record, pid, pid);
    }

    @Test
    void reportsRefusedSignals() {
        String pids = launcher.run(OTHER + """
                far = other(elsewhere)
                def body():
                    os.setuid(1000)
                    libc.kill(far, 9)
                pid, status = child(body)
                end(far)
                os.rmdir(cgroup)
                result = '%d %d' % (pid, far)
                """).replace("'", "");
        int sender = Integer.parseInt(pids.split(" ", -1)[0]);
        int target = Integer.parseInt(pids.split(" ", -1)[1]);

        CapturedRecord record = watcher.only(Kinds.KILL, sender);
        assertThat(record.detail().i32(OTHER_PROCESS_NUMBER)).isEqualTo(9);
        assertThat(record.detail().i32(OTHER_PROCESS_ERROR)).isEqualTo(1);
        isTarget(record, target, target);
    }
}
