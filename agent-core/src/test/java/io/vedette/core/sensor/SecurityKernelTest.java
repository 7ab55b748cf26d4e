package io.vedette.core.sensor;

import static io.vedette.core.event.RecordLayout.*;
import static io.vedette.core.event.SecurityLayout.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.Kinds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What processes do to themselves; what they do to others is in [OtherProcessKernelTest].
@Tag("kernel")
class SecurityKernelTest {

    private static final int EPERM = 1;
    private static final int EBADF = 9;
    private static final int ENOMEM = 12;
    private static final int EFAULT = 14;
    private static final int EINVAL = 22;
    private static final String NUMBERS = "x86 = os.uname().machine == 'x86_64'\n";

    private Launcher launcher;
    private Watcher watcher;

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

    private long number(String python) {
        return Long.parseLong(launcher.run(python));
    }

    private CapturedRecord only(int kind) {
        return watcher.only(kind, launcher.pid());
    }

    private CapturedRecord afterChild(int kind, String body) {
        return watcher.only(
                kind, launcher.runToEnd(body + "\nresult = child(body)").pid());
    }

    private static void hasIds(DetailFlyweight record, int first, int real, int effective, int saved, int filesystem) {
        assertThat(record.i32(first)).isEqualTo(real);
        assertThat(record.i32(first + 4)).isEqualTo(effective);
        assertThat(record.i32(first + 8)).isEqualTo(saved);
        assertThat(record.i32(first + 12)).isEqualTo(filesystem);
    }

    @Test
    void reportsUserIdsAndTheCapabilitiesThatWentWithThem() {
        DetailFlyweight record = afterChild(Kinds.SET_UID, "def body(): os.setresuid(1000, 1001, 1002)")
                .detail();

        hasIds(record, CREDENTIALS_UID, 1000, 1001, 1002, 1001);
        hasIds(record, CREDENTIALS_GID, 0, 0, 0, 0);
        assertThat(record.i64(CREDENTIALS_CAP_EFFECTIVE)).isZero();
        assertThat(record.i64(CREDENTIALS_CAP_PERMITTED)).isZero();
    }

    @Test
    void reportsGroupIds() {
        DetailFlyweight record =
                afterChild(Kinds.SET_GID, "def body(): os.setregid(5, 6)").detail();

        hasIds(record, CREDENTIALS_GID, 5, 6, 6, 6);
        hasIds(record, CREDENTIALS_UID, 0, 0, 0, 0);
        assertThat(record.i64(CREDENTIALS_CAP_EFFECTIVE)).isNotZero();
    }

    @Test
    void reportsFileSystemIdsWhenTheyChangeAndNotWhenTheyAreAskedFor() {
        String body = """
                def body():
                    libc.setfsuid(-1)
                    libc.setfsuid(1000)
                    libc.setfsuid(1000)
                    libc.setfsuid(-1)
                    libc.setfsgid(7)
                """;
        CapturedRecord group = afterChild(Kinds.SET_GID, body);
        CapturedRecord user = watcher.only(Kinds.SET_UID, group.header().tgid());

        hasIds(user.detail(), CREDENTIALS_UID, 0, 0, 0, 1000);
        hasIds(group.detail(), CREDENTIALS_GID, 0, 0, 0, 7);
    }

    @Test
    void reportsCapset() {
        String body = NUMBERS + """
                def body():
                    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
                    data = (ctypes.c_uint32 * 6)(0x20, 0x60, 0x40, 0, 0, 0)
                    libc.syscall(126 if x86 else 91, header, data)
                    libc.syscall(126 if x86 else 91, header, None)
                """;
        DetailFlyweight record = afterChild(Kinds.CAPSET, body).detail();

        assertThat(record.i64(CREDENTIALS_CAP_EFFECTIVE)).isEqualTo(0x20);
        assertThat(record.i64(CREDENTIALS_CAP_PERMITTED)).isEqualTo(0x60);
        assertThat(record.i64(CREDENTIALS_CAP_INHERITABLE)).isEqualTo(0x40);
    }

    @Test
    void reportsMemfdCreate() {
        int fd = (int) number("result = os.memfd_create('a name', os.MFD_CLOEXEC)");

        CapturedRecord record = only(Kinds.MEMFD_CREATE);
        assertThat(record.part(0)).isEqualTo("a name");
        assertThat(record.detail().i32(MEMFD_CREATE_FD)).isEqualTo(fd);
        assertThat(record.detail().i32(MEMFD_CREATE_FLAGS)).isEqualTo(1);
        assertThat(record.header().incomplete()).isZero();
    }

    private String[] map(String flags, String descriptor) {
        return launcher.run("""
                        import tempfile
                        libc.mmap.restype = ctypes.c_void_p
                        file = tempfile.NamedTemporaryFile(prefix='vedette-')
                        file.write(b'x' * 5000)
                        file.flush()
                        at = libc.mmap(None, ctypes.c_size_t(4096), 5, %s, %s, ctypes.c_long(0))
                        s = os.stat(file.name)
                        device = os.major(s.st_dev) << 20 | os.minor(s.st_dev)
                        result = ' '.join(map(str, (at, file.name, s.st_ino, device, s.st_ctime_ns)))
                        """.formatted(flags, descriptor)).replace("'", "").split(" ", -1);
    }

    @Test
    void reportsFilesThatAreMappedAsCode() {
        String[] facts = map("2", "file.fileno()");

        CapturedRecord record = watcher.only(
                found -> found.kind() == Kinds.MMAP_EXEC && found.part(0).equals(facts[1]));
        DetailFlyweight detail = record.detail();
        assertThat(detail.i64(MMAP_EXEC_ADDRESS)).isEqualTo(Long.parseLong(facts[0]));
        assertThat(detail.i64(MMAP_EXEC_LENGTH_ASKED)).isEqualTo(4096);
        assertThat(detail.i32(MMAP_EXEC_PROTECTION)).isEqualTo(5);
        assertThat(detail.i32(MMAP_EXEC_FLAGS)).isEqualTo(2);
        assertThat(detail.i64(MMAP_EXEC_FILE + FILE_INODE)).isEqualTo(Long.parseLong(facts[2]));
        assertThat(detail.i32(MMAP_EXEC_FILE + FILE_DEVICE)).isEqualTo(Integer.parseInt(facts[3]));
        assertThat(detail.i64(MMAP_EXEC_FILE + FILE_CHANGE_TIME_NS)).isEqualTo(Long.parseLong(facts[4]));
        assertThat(detail.i64(MMAP_EXEC_FILE + FILE_SIZE)).isEqualTo(5000);
        assertThat(detail.u8(MMAP_EXEC_FILE + FILE_DELETED)).isZero();
        assertThat(record.header().incomplete()).isZero();
    }

    @Test
    void reportsExecutableMemoryWithoutAFile() {
        long address = Long.parseLong(map("0x22", "-1")[0]);

        CapturedRecord record = watcher.only(
                found -> found.kind() == Kinds.MMAP_EXEC && found.detail().i64(MMAP_EXEC_ADDRESS) == address);
        assertThat(record.part(0)).isEmpty();
        assertThat(record.detail().i32(MMAP_EXEC_FLAGS)).isEqualTo(0x22);
        assertThat(record.detail().i64(MMAP_EXEC_FILE + FILE_INODE)).isZero();
        assertThat(record.header().incomplete()).isZero();
    }

    private CapturedRecord mprotect(String region, int protection) {
        long address = number("""
                libc.mmap.restype = ctypes.c_void_p
                def named(name):
                    line = [l for l in open('/proc/self/maps') if l.rstrip().endswith(name)][0]
                    return int(line.split('-')[0], 16)
                def mapped(flags, fd=-1):
                    return libc.mmap(None, ctypes.c_size_t(4096), 3, flags, fd, ctypes.c_long(0))
                at = %s
                libc.mprotect(ctypes.c_void_p(at), ctypes.c_size_t(4096), %d)
                result = at
                """.formatted(region, protection));
        return watcher.only(
                found -> found.kind() == Kinds.MPROTECT && found.detail().i64(MPROTECT_ADDRESS) == address);
    }

    private static void isMprotect(CapturedRecord record, int region, String path, int error) {
        DetailFlyweight detail = record.detail();
        assertThat(detail.i64(MPROTECT_LENGTH_ASKED)).isEqualTo(4096);
        assertThat(detail.i32(MPROTECT_PROTECTION)).isEqualTo(7);
        assertThat(detail.i32(MPROTECT_REGION)).isEqualTo(region);
        assertThat(record.part(0)).isEqualTo(path);
        assertThat(detail.i32(MPROTECT_ERROR)).isEqualTo(error);
    }

    @Test
    void reportsMemoryThatBecomesExecutableAndWhichItIs() {
        isMprotect(mprotect("named('[stack]')", 7), 1, "", 0);
        isMprotect(mprotect("named('[heap]')", 7), 2, "", 0);
        isMprotect(mprotect("mapped(0x22)", 7), 3, "", 0);
        isMprotect(mprotect("mapped(2, os.open('/etc/passwd', os.O_RDONLY))", 7), 4, "/etc/passwd", 0);
        isMprotect(mprotect("mapped(0x22) + 1", 7), 3, "", EINVAL);
        isMprotect(mprotect("1 << 40", 7), 0, "", ENOMEM);
    }

    @Test
    void leavesOutMemoryThatStaysData() {
        launcher.run("""
                libc.mmap.restype = ctypes.c_void_p
                at = libc.mmap(None, ctypes.c_size_t(4096), 3, 0x22, -1, ctypes.c_long(0))
                libc.mprotect(ctypes.c_void_p(at), ctypes.c_size_t(4096), 1)
                """);
        mprotect("mapped(0x22)", 7);

        assertThat(watcher.all(found ->
                        found.kind() == Kinds.MPROTECT && found.header().tgid() == launcher.pid()))
                .hasSize(1);
    }

    private DetailFlyweight call(int kind, String python) {
        launcher.run(NUMBERS + python);
        return only(kind).detail();
    }

    @Test
    void reportsUserfaultfd() {
        DetailFlyweight record = call(Kinds.USERFAULTFD, "libc.syscall(323 if x86 else 282, 0x40000001)");

        assertThat(record.i32(CALL_FLAGS)).isEqualTo(0x40000001);
        assertThat(record.i32(CALL_ERROR)).isPositive();
    }

    @Test
    void reportsPerfEventOpen() {
        DetailFlyweight record = call(Kinds.PERF_EVENT_OPEN, """
                import struct
                attr = ctypes.create_string_buffer(struct.pack('IIQ', 77, 128, 0x123456789a) + bytes(112))
                libc.syscall(298 if x86 else 241, attr, -1, 3, -1, 0)
                """);

        assertThat(record.i32(CALL_NUMBER)).isEqualTo(77);
        assertThat(record.i64(CALL_VALUE)).isEqualTo(0x123456789aL);
        assertThat(record.i32(CALL_SIGNED_1)).isEqualTo(-1);
        assertThat(record.i32(CALL_SIGNED_2)).isEqualTo(3);
        assertThat(record.i32(CALL_ERROR)).isPositive();
    }

    @Test
    void reportsKeyctl() {
        DetailFlyweight record = call(Kinds.KEYCTL, "libc.syscall(250 if x86 else 219, 9999)");

        assertThat(record.i32(CALL_NUMBER)).isEqualTo(9999);
        assertThat(record.i32(CALL_ERROR)).isPositive();
    }

    @Test
    void reportsOnlySomeOptionsOfPrctlAndOnlyWhenTheyWorked() {
        launcher.run("libc.prctl(16, ctypes.create_string_buffer(16))\nlibc.prctl(4, 9)\nlibc.prctl(4, 0)");

        CapturedRecord dumpable = only(Kinds.PRCTL);
        assertThat(dumpable.detail().i32(CALL_NUMBER)).isEqualTo(4);
        assertThat(dumpable.detail().i64(CALL_VALUE)).isZero();

        String body = "def body(): libc.prctl(15, b'a name that is too long')";
        CapturedRecord name = afterChild(Kinds.PRCTL, body);
        assertThat(name.part(0)).isEqualTo("a name that is ");
        assertThat(name.detail().i64(CALL_VALUE)).isZero();
    }

    @Test
    void reportsSeccompThroughBothCalls() {
        DetailFlyweight failed = call(
                Kinds.SECCOMP,
                "libc.syscall(317 if x86 else 277, 2, 0, 0)\nlibc.syscall(317 if x86 else 277, 1, 4, 0)");
        assertThat(failed.i32(CALL_NUMBER)).isEqualTo(1);
        assertThat(failed.i32(CALL_FLAGS)).isEqualTo(4);
        assertThat(failed.i32(CALL_ERROR)).isEqualTo(EFAULT);

        DetailFlyweight strict = watcher.only(
                        Kinds.SECCOMP,
                        launcher.runToEnd("def body(): libc.prctl(22, 1)\nresult = child(body)")
                                .pid())
                .detail();
        assertThat(strict.i32(CALL_NUMBER)).isZero();
        assertThat(strict.i32(CALL_ERROR)).isZero();
    }

    @Test
    void reportsWhereUnshareAndSetnsLead() {
        String namespaces = launcher.run("""
                r, w = os.pipe()
                def inode(name): return os.stat('/proc/self/ns/' + name).st_ino
                def body():
                    old = os.open('/proc/self/ns/uts', os.O_RDONLY)
                    libc.unshare(0x400)
                    libc.unshare(0x04000000)
                    libc.setns(old, 0x04000000)
                    libc.setns(999, 0)
                    kinds = ('mnt', 'pid_for_children', 'net', 'ipc', 'uts', 'user', 'cgroup', 'time')
                    os.write(w, ' '.join(str(inode(k)) for k in kinds).encode())
                pid, status = child(body)
                result = str(pid) + ' ' + os.read(r, 1000).decode()
                """).replace("'", "");
        String[] facts = namespaces.split(" ", -1);
        int pid = Integer.parseInt(facts[0]);

        DetailFlyweight unshare = watcher.only(Kinds.UNSHARE, pid).detail();
        assertThat(unshare.i64(NAMESPACES_FLAGS)).isEqualTo(0x04000000);
        assertThat(unshare.i32(NAMESPACES_ERROR)).isZero();
        assertThat(Integer.toUnsignedString(unshare.i32(NAMESPACES_UTS))).isNotEqualTo(facts[5]);
        assertThat(Integer.toUnsignedString(unshare.i32(NAMESPACES_NET))).isEqualTo(facts[3]);

        DetailFlyweight setns = watcher.only(found -> found.kind() == Kinds.SETNS
                        && found.header().tgid() == pid
                        && found.detail().i32(NAMESPACES_ERROR) == 0)
                .detail();
        assertThat(setns.i64(NAMESPACES_FLAGS)).isEqualTo(0x04000000);
        for (int i = 0; i < 8; i++) {
            assertThat(Integer.toUnsignedString(setns.i32(NAMESPACES_MNT + 4 * i)))
                    .isEqualTo(facts[1 + i]);
        }
        DetailFlyweight failed = watcher.only(found -> found.kind() == Kinds.SETNS
                        && found.header().tgid() == pid
                        && found.detail().i32(NAMESPACES_ERROR) != 0)
                .detail();
        assertThat(failed.i32(NAMESPACES_FD)).isEqualTo(999);
        assertThat(failed.i32(NAMESPACES_ERROR)).isEqualTo(EBADF);
    }

    @Test
    void reportsChrootFromTheRootOfTheNamespace() {
        String body = "def body():\n    os.chroot('/usr')\n    os.chdir('/')\n    os.chroot('share/.')";
        int pid = launcher.runToEnd(body + "\nresult = child(body)").pid();

        CapturedRecord nested = watcher.only(found -> found.kind() == Kinds.CHROOT
                && found.header().tgid() == pid
                && found.part(1).equals("share/."));
        assertThat(nested.part(0)).isEqualTo("/usr/share");
        assertThat(nested.detail().i32(CALL_ERROR)).isZero();

        launcher.run("libc.chroot(b'/nowhere')");
        CapturedRecord failed = only(Kinds.CHROOT);
        assertThat(failed.part(0)).isEmpty();
        assertThat(failed.part(1)).isEqualTo("/nowhere");
        assertThat(failed.detail().i32(CALL_ERROR)).isEqualTo(2);
    }

    @Test
    void reportsPivotRoot() {
        launcher.run(NUMBERS + "libc.syscall(155 if x86 else 41, b'/new', b'/old')");

        CapturedRecord record = only(Kinds.PIVOT_ROOT);
        assertThat(record.part(0)).isEqualTo("/new");
        assertThat(record.part(1)).isEqualTo("/old");
        assertThat(record.detail().i32(CALL_ERROR)).isPositive();
    }

    @Test
    void reportsModulesThatSomebodyTriedToLoadOrRemove() {
        launcher.run(NUMBERS + """
                fd = os.open('/etc/passwd', os.O_RDONLY)
                libc.syscall(313 if x86 else 273, fd, b'a=1 b=2', 2)
                libc.syscall(176 if x86 else 106, b'a_module', 0o4000)
                """);

        CapturedRecord load = only(Kinds.MODULE_LOAD);
        assertThat(load.part(0)).isEqualTo("/etc/passwd");
        assertThat(load.part(1)).isEqualTo("a=1 b=2");
        assertThat(load.detail().i32(MODULE_LOAD_FLAGS)).isEqualTo(2);
        assertThat(load.detail().i32(MODULE_LOAD_ERROR)).isPositive();
        assertThat(load.detail().i64(MODULE_LOAD_FILE + FILE_INODE))
                .isEqualTo(number("result = os.stat('/etc/passwd').st_ino"));
        CapturedRecord delete = only(Kinds.MODULE_DELETE);
        assertThat(delete.part(0)).isEqualTo("a_module");
        assertThat(delete.detail().i32(CALL_FLAGS)).isEqualTo(04000);
        assertThat(delete.detail().i32(CALL_ERROR)).isPositive();

        String fromMemory = "def body(): libc.syscall(175 if x86 else 105, b'xxxx', 4, b'c=3')";
        CapturedRecord memory = afterChild(Kinds.MODULE_LOAD, NUMBERS + fromMemory);
        assertThat(memory.part(0)).isEmpty();
        assertThat(memory.part(1)).isEqualTo("c=3");
        assertThat(memory.detail().i64(MODULE_LOAD_FILE + FILE_SIZE)).isEqualTo(4);
        assertThat(memory.detail().i32(MODULE_LOAD_ERROR)).isPositive();
    }

    @Test
    void reportsProgramsThatOthersLoad() {
        launcher.run(NUMBERS + """
                import struct
                code = ctypes.create_string_buffer(struct.pack('=BBhiBBhi', 0xb7, 0, 0, 0, 0x95, 0, 0, 0), 16)
                licence = ctypes.create_string_buffer(b'GPL')
                bpf = 321 if x86 else 280
                attr = struct.pack('=IIQQIIQII16sII', 1, 2, ctypes.addressof(code), ctypes.addressof(licence),
                                   0, 0, 0, 0, 0, b'a_program', 0, 0)
                fd = libc.syscall(bpf, 5, ctypes.create_string_buffer(attr, 128), 128)
                attach = struct.pack('=IIII', 999, fd, 6, 0)
                libc.syscall(bpf, 8, ctypes.create_string_buffer(attach, 128), 128)
                libc.syscall(bpf, 0, None, 0)
                assert fd >= 0
                """);

        CapturedRecord load = watcher.only(found -> found.kind() == Kinds.BPF
                && found.header().tgid() == launcher.pid()
                && found.detail().i32(CALL_NUMBER) == 5);
        assertThat(load.part(0)).isEqualTo("a_program");
        assertThat(load.detail().i32(CALL_FLAGS)).isEqualTo(1);
        assertThat(load.detail().i32(CALL_ERROR)).isZero();
        CapturedRecord attach = watcher.only(found -> found.kind() == Kinds.BPF
                && found.header().tgid() == launcher.pid()
                && found.detail().i32(CALL_NUMBER) == 8);
        assertThat(attach.part(0)).isEqualTo("a_program");
        assertThat(attach.detail().i32(CALL_FLAGS)).isEqualTo(1);
        assertThat(attach.detail().i32(CALL_SIGNED_1)).isEqualTo(6);
        assertThat(attach.detail().i32(CALL_ERROR)).isPositive().isNotEqualTo(EPERM);
    }
}
