package io.vedette.core.sensor;

import static io.vedette.core.event.FileLayout.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.CProgram;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
class FileKernelTest {

    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int O_TRUNC = 01000;

    @TempDir
    Path directory;

    private Launcher launcher;
    private Watcher watcher;
    private String d;

    @BeforeEach
    void attach() throws IOException {
        d = directory.toRealPath().toString();
        launcher = Launcher.start();
        watcher = Watcher.attach();
    }

    @AfterEach
    void close() {
        watcher.close();
        launcher.close();
    }

    private String run(String python) {
        return launcher.run(
                "import os\nd = '" + d + "'\ndef put(n, b=b'x'):\n    open(d + n, 'wb').write(b)\n" + python);
    }

    private CapturedRecord only(int kind, String base, String given) {
        return watcher.only(record -> record.kind() == kind
                && given(record).equals(given)
                && base(record).equals(base));
    }

    private static String given(CapturedRecord record) {
        return record.part(0);
    }

    private static String base(CapturedRecord record) {
        return record.part(1);
    }

    private static int joined(CapturedRecord record) {
        return record.detail().u8(CHANGE_PATH + NAMED_JOINED);
    }

    private static int i32(CapturedRecord record, int field) {
        return record.detail().i32(field);
    }

    @Test
    void reportsOpens() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
        run(
                "os.chdir(d)\nos.umask(0)\nos.close(os.open('file', os.O_CREAT | os.O_RDWR, 0o640))\nos.close(os.open('link', os.O_RDONLY))");

        CapturedRecord created = only(Kinds.OPEN, d + "/file", "file");
        assertThat(i32(created, OPEN_FLAGS) & (O_CREAT | O_RDWR)).isEqualTo(O_CREAT | O_RDWR);
        assertThat(created.detail().u8(OPEN_CREATED)).isEqualTo(1);
        assertThat(created.detail().u16(OPEN_FILE + RecordLayout.FILE_MODE)).isEqualTo(0100640);
        assertThat(created.detail().i64(OPEN_FILE + RecordLayout.FILE_INODE))
                .isEqualTo((long) Files.getAttribute(directory.resolve("file"), "unix:ino"));
        assertThat(created.header().incomplete()).isZero();
        CapturedRecord through = only(Kinds.OPEN, d + "/file", "link");
        assertThat(through.detail().u8(OPEN_CREATED)).isZero();
        assertThat(through.header().count()).isEqualTo(1);
    }

    @Test
    void reportsOpensOfAllCalls() throws IOException {
        run("""
                import struct
                put('/f')
                at = os.open(d, os.O_RDONLY)
                def call(*args):
                    r = libc.syscall(*args)
                    assert r >= 0, ctypes.get_errno()
                    os.close(r)
                call(2, (d + '/f').encode(), 1)
                call(85, (d + '/created').encode(), 0o600)
                call(257, at, b'f', 2)
                call(437, at, b'./f', struct.pack('QQQ', 1, 0, 0), 24)
                handle = ctypes.create_string_buffer(struct.pack('II', 128, 0) + bytes(128))
                mount = ctypes.c_int()
                by_handle = libc.name_to_handle_at(at, b'f', handle, ctypes.byref(mount), 0) == 0
                if by_handle:
                    call(304, at, handle, 1 | os.O_APPEND)
                """);

        CapturedRecord open = watcher.only(record -> record.kind() == Kinds.OPEN
                && base(record).equals(d + "/f")
                && given(record).equals(d + "/f")
                && record.detail().i32(OPEN_FLAGS) == O_WRONLY);
        assertThat(open.header().tgid()).isEqualTo(launcher.pid());
        assertThat(i32(only(Kinds.OPEN, d + "/created", d + "/created"), OPEN_FLAGS))
                .isEqualTo(O_CREAT | O_WRONLY | O_TRUNC);
        assertThat(i32(only(Kinds.OPEN, d + "/f", "f"), OPEN_FLAGS)).isEqualTo(O_RDWR);
        assertThat(i32(only(Kinds.OPEN, d + "/f", "./f"), OPEN_FLAGS)).isEqualTo(O_WRONLY);
        assertThat(i32(only(Kinds.OPEN, d + "/f", ""), OPEN_FLAGS)).isEqualTo(O_WRONLY | 02000);
    }

    @Test
    void reportsFailedOpensForWriting() {
        run("""
                os.chdir(d)
                for name, flags in ('no/file', os.O_WRONLY), ('none', os.O_RDONLY), (d, os.O_WRONLY):
                    try:
                        os.open(name, flags)
                    except OSError:
                        pass
                put('/end')
                """);

        only(Kinds.OPEN, d + "/end", d + "/end");
        CapturedRecord failed = only(Kinds.OPEN, d, "no/file");
        assertThat(i32(failed, OPEN_ERROR)).isEqualTo(2);
        assertThat(failed.detail().u8(OPEN_PATH + NAMED_JOINED)).isEqualTo(2);
        assertThat(i32(only(Kinds.OPEN, "", d), OPEN_ERROR)).isEqualTo(21);
        assertThat(watcher.all(
                        record -> record.kind() == Kinds.OPEN && given(record).equals("none")))
                .isEmpty();
    }

    @Test
    void reportsTheFirstWriteAndTheCloseAfterIt() {
        run("""
                f = os.open(d + '/w', os.O_CREAT | os.O_WRONLY, 0o600)
                os.write(f, b'12345')
                os.pwrite(f, b'123', 10)
                os.writev(f, [b'12', b'34'])
                os.close(f)
                r, w = os.pipe()
                os.write(w, b'nothing to tell')
                """);

        CapturedRecord close = watcher.only(
                record -> record.kind() == Kinds.CLOSE_WRITE && record.part(0).equals(d + "/w"));
        CapturedRecord write = watcher.only(
                record -> record.kind() == Kinds.WRITE && record.part(0).equals(d + "/w"));
        assertThat(write.detail().i64(WRITE_BYTES)).isEqualTo(5);
        assertThat(close.detail().i64(WRITE_BYTES)).isEqualTo(12);
        assertThat(i32(close, WRITE_FD)).isEqualTo(i32(write, WRITE_FD)).isGreaterThan(2);
        assertThat(watcher.all(record ->
                        record.kind() == Kinds.WRITE && record.header().tgid() == launcher.pid()))
                .hasSize(1);
    }

    @Test
    void reportsWritesThatNoCloseEnded() {
        int pid = launcher.runToEnd("""
                import os
                def body():
                    f = os.open('%s/exit', os.O_CREAT | os.O_WRONLY, 0o600)
                    os.write(f, b'abc')
                    g = os.open('%s/over', os.O_CREAT | os.O_WRONLY, 0o600)
                    os.write(g, b'defg')
                    os.dup2(0, g)
                    h = os.open('%s/range', os.O_CREAT | os.O_WRONLY, 0o600)
                    os.write(h, b'hi')
                    libc.syscall(436, h, h + 1, 0)
                result = child(body)
                """.formatted(d, d, d)).pid();

        for (String name : new String[] {"/exit", "/over", "/range"}) {
            CapturedRecord close = watcher.only(record ->
                    record.kind() == Kinds.CLOSE_WRITE && record.part(0).equals(d + name));
            assertThat(close.header().tgid()).isEqualTo(pid);
            assertThat(close.detail().i64(WRITE_BYTES))
                    .isEqualTo(name.equals("/exit") ? 3 : name.equals("/over") ? 4 : 2);
        }
    }

    @Test
    void reportsCopiesInTheKernel() {
        run("""
                put('/from', b'123456')
                a = os.open(d + '/from', os.O_RDONLY)
                for name, copy in ('/sent', lambda b: os.sendfile(b, a, 0, 6)), ('/copied', lambda b: os.copy_file_range(a, b, 4, 0)):
                    b = os.open(d + name, os.O_CREAT | os.O_WRONLY, 0o600)
                    copy(b)
                    os.close(b)
                """);

        CapturedRecord copied = watcher.only(
                record -> record.kind() == Kinds.CLOSE_WRITE && record.part(0).equals(d + "/copied"));
        CapturedRecord sent = watcher.only(
                record -> record.kind() == Kinds.CLOSE_WRITE && record.part(0).equals(d + "/sent"));
        assertThat(sent.detail().i64(WRITE_BYTES)).isEqualTo(6);
        assertThat(copied.detail().i64(WRITE_BYTES)).isEqualTo(4);
    }

    @Test
    void reportsRenamesAndLinks() {
        run("""
                put('/a')
                put('/b')
                at = os.open(d, os.O_RDONLY)
                os.rename(d + '/a', d + '/c')
                os.rename('c', 'e', src_dir_fd=at, dst_dir_fd=at)
                libc.syscall(316, at, b'e', -100, (d + '/b').encode(), 2)
                os.link(d + '/b', d + '/hard')
                os.symlink('no/where', d + '/soft')
                os.chdir(d)
                os.symlink('target', '../%s/soft2' % os.path.basename(d))
                """);

        CapturedRecord rename = only(Kinds.RENAME, "", d + "/a");
        assertThat(rename.part(2)).isEqualTo(d + "/c");
        assertThat(rename.part(3)).isEmpty();
        CapturedRecord at = only(Kinds.RENAME, d, "c");
        assertThat(at.part(2)).isEqualTo("e");
        assertThat(at.part(3)).isEqualTo(d);
        CapturedRecord exchange = only(Kinds.RENAME, d, "e");
        assertThat(i32(exchange, MOVE_FLAGS)).isEqualTo(2);
        assertThat(exchange.part(2)).isEqualTo(d + "/b");
        assertThat(only(Kinds.LINK, "", d + "/b").part(2)).isEqualTo(d + "/hard");
        assertThat(only(Kinds.SYMLINK, "", d + "/soft").part(2)).isEqualTo("no/where");
        CapturedRecord relative = only(Kinds.SYMLINK, d, "../" + directory.getFileName() + "/soft2");
        assertThat(relative.part(2)).isEqualTo("target");
        assertThat(joined(relative)).isEqualTo(1);
    }

    @Test
    void reportsWhatIsMadeAndRemoved() {
        run("""
                os.chdir(d)
                os.mkdir('m', 0o750)
                os.rmdir('m')
                at = os.open(d, os.O_RDONLY)
                os.mkdir('n', 0o700, dir_fd=at)
                os.rmdir('n', dir_fd=at)
                put('/u')
                put('/v')
                os.unlink('u', dir_fd=at)
                os.unlink('v')
                try:
                    os.unlink('none')
                except OSError:
                    pass
                """);

        assertThat(i32(only(Kinds.MKDIR, d, "m"), CHANGE_MODE)).isEqualTo(0750);
        only(Kinds.RMDIR, d, "m");
        only(Kinds.MKDIR, d, "n");
        only(Kinds.RMDIR, d, "n");
        only(Kinds.UNLINK, d, "u");
        only(Kinds.UNLINK, d, "v");
        assertThat(watcher.all(
                        record -> record.kind() == Kinds.UNLINK && given(record).equals("none")))
                .isEmpty();
    }

    @Test
    void reportsChangesOfAttributes() {
        run("""
                os.chdir(d)
                put('/f')
                f = os.open('f', os.O_RDWR)
                os.chmod('f', 0o4755)
                os.fchmod(f, 0o600)
                os.chown('f', 0, -1)
                os.lchown('f', 1, 2)
                os.fchown(f, -1, 3)
                os.truncate('f', 1 << 33)
                os.ftruncate(f, 7)
                os.setxattr('f', 'user.one', b'123')
                os.setxattr(f, 'user.two', b'')
                """);

        CapturedRecord two = only(Kinds.SETXATTR, d + "/f", "");
        assertThat(two.part(2)).isEqualTo("user.two");
        CapturedRecord one = only(Kinds.SETXATTR, d, "f");
        assertThat(one.part(2)).isEqualTo("user.one");
        assertThat(one.detail().i64(CHANGE_AMOUNT)).isEqualTo(3);
        assertThat(i32(only(Kinds.CHMOD, d, "f"), CHANGE_MODE)).isEqualTo(04755);
        assertThat(i32(only(Kinds.CHMOD, d + "/f", ""), CHANGE_MODE)).isEqualTo(0600);
        CapturedRecord chown = watcher.only(
                record -> record.kind() == Kinds.CHOWN && record.detail().i32(CHANGE_UID) == 0);
        assertThat(i32(chown, CHANGE_GID)).isEqualTo(-1);
        assertThat(joined(chown)).isEqualTo(2);
        CapturedRecord lchown = watcher.only(
                record -> record.kind() == Kinds.CHOWN && record.detail().i32(CHANGE_UID) == 1);
        assertThat(i32(lchown, CHANGE_GID)).isEqualTo(2);
        assertThat(joined(lchown)).isEqualTo(1);
        assertThat(i32(only(Kinds.CHOWN, d + "/f", ""), CHANGE_GID)).isEqualTo(3);
        assertThat(only(Kinds.TRUNCATE, d, "f").detail().i64(CHANGE_AMOUNT)).isEqualTo(1L << 33);
        assertThat(only(Kinds.TRUNCATE, d + "/f", "").detail().i64(CHANGE_AMOUNT))
                .isEqualTo(7);
    }

    @Test
    void reportsMountsAndTheirFailures() {
        run("""
                def body():
                    libc.unshare(0x00020000)
                    libc.mount(None, b'/', None, 1 << 18 | 1 << 14, None)
                    os.mkdir(d + '/t')
                    assert libc.mount(b'words', (d + '/t').encode(), b'tmpfs', 2, None) == 0
                    put('/t/in')
                    tree = libc.syscall(428, -100, (d + '/t').encode(), 1)
                    os.mkdir(d + '/to')
                    assert libc.syscall(429, tree, b'', -100, (d + '/to').encode(), 4) == 0
                    assert libc.umount2((d + '/t').encode(), 2) == 0
                    libc.mount(b'dev', b'/none/such', b'ext4', 0, None)
                    libc.umount2(b'/none', 0)
                result = child(body)
                """);

        CapturedRecord failed = watcher.only(
                record -> record.kind() == Kinds.MOUNT && record.part(0).equals("dev"));
        assertThat(i32(failed, MOUNT_ERROR)).isEqualTo(2);
        CapturedRecord mount = watcher.only(
                record -> record.kind() == Kinds.MOUNT && record.part(0).equals("words"));
        assertThat(mount.part(1)).isEqualTo("tmpfs");
        assertThat(mount.part(4)).isEqualTo(d + "/t");
        assertThat(mount.detail().i64(MOUNT_FLAGS)).isEqualTo(2);
        assertThat(mount.detail().u8(MOUNT_CALL)).isEqualTo(1);
        CapturedRecord tree = watcher.only(
                record -> record.kind() == Kinds.MOUNT && record.detail().u8(MOUNT_CALL) == 3);
        assertThat(tree.part(2)).isEqualTo(d + "/t");
        CapturedRecord moved = watcher.only(
                record -> record.kind() == Kinds.MOUNT && record.detail().u8(MOUNT_CALL) == 2);
        assertThat(moved.part(3)).isEqualTo(d + "/to");
        assertThat(moved.part(4)).isEqualTo(d + "/to");
        CapturedRecord umount = only(Kinds.UMOUNT, "", d + "/t");
        assertThat(i32(umount, CHANGE_FLAGS)).isEqualTo(2);
        assertThat(i32(only(Kinds.UMOUNT, "", "/none"), CHANGE_ERROR)).isEqualTo(2);
        // Through the mount, although only that process has it.
        only(Kinds.OPEN, d + "/t/in", d + "/t/in");
    }

    @Test
    void resolvesPathsAsTheProcessSeesThem() {
        run("""
                def body():
                    libc.unshare(0x00020000)
                    libc.mount(None, b'/', None, 1 << 18 | 1 << 14, None)
                    os.makedirs(d + '/root/bound/deep')
                    os.mkdir(d + '/other')
                    assert libc.mount((d + '/other').encode(), (d + '/root/bound').encode(), None, 4096, None) == 0
                    os.chroot(d + '/root')
                    os.chdir('/bound')
                    f = os.open('in', os.O_CREAT | os.O_WRONLY, 0o600)
                    os.chmod('in', 0o400)
                    os.mkdir('gone')
                    os.chdir('gone')
                    os.rmdir('../gone')
                    try:
                        os.open('x', os.O_CREAT | os.O_WRONLY)
                    except OSError:
                        pass
                result = child(body)
                """);

        only(Kinds.OPEN, "/bound/in", "in");
        only(Kinds.CHMOD, "/bound", "in");
        only(Kinds.RMDIR, "/bound/gone", "../gone");
        assertThat(i32(only(Kinds.OPEN, "/bound/gone", "x"), OPEN_ERROR)).isEqualTo(2);
    }

    @Test
    void reportsTheLongestPaths() {
        String name = "n".repeat(250);
        run("""
                os.chdir(d)
                name = 'n' * 250
                for i in range(15):
                    os.mkdir(name)
                    os.chdir(name)
                os.close(os.open('long', os.O_CREAT | os.O_WRONLY))
                os.rename('long', 'longer')
                """);

        String path = d + ("/" + name).repeat(15);
        assertThat(path.length()).isGreaterThan(3765);
        only(Kinds.OPEN, path + "/long", "long");
        assertThat(only(Kinds.RENAME, path, "long").part(3)).isEqualTo(path);
    }

    @Test
    void tellsTheLayersOfAnOverlay() {
        run("""
                def body():
                    libc.unshare(0x00020000)
                    libc.mount(None, b'/', None, 1 << 18 | 1 << 14, None)
                    os.mkdir(d + '/base')
                    assert libc.mount(b'none', (d + '/base').encode(), b'tmpfs', 0, None) == 0
                    for name in 'lower', 'upper', 'work', 'all':
                        os.mkdir(d + '/base/' + name)
                    put('/base/lower/low')
                    options = 'lowerdir=%s/lower,upperdir=%s/upper,workdir=%s/work'.replace('%s', d + '/base')
                    assert libc.mount(b'none', (d + '/base/all').encode(), b'overlay', 0, options.encode()) == 0
                    open(d + '/base/all/low').close()
                    put('/base/all/new')
                result = child(body)
                """);

        String all = d + "/base/all/";
        assertThat(only(Kinds.OPEN, all + "new", all + "new").detail().u8(OPEN_FILE + RecordLayout.FILE_LAYER))
                .isEqualTo(2);
        assertThat(only(Kinds.OPEN, all + "low", all + "low").detail().u8(OPEN_FILE + RecordLayout.FILE_LAYER))
                .isEqualTo(1);
    }

    @Test
    void reportsWhatGoesThroughIoUring() throws IOException, InterruptedException {
        Path program = CProgram.compile("uring", directory.toRealPath());

        Launcher.Ended ended = launcher.runToEnd("result = spawn(b'" + program + "', [b'uring', b'" + d + "/u'])");

        assertThat(ended.status()).isZero();
        CapturedRecord close = watcher.only(
                record -> record.kind() == Kinds.CLOSE_WRITE && record.part(0).equals(d + "/u"));
        CapturedRecord open = only(Kinds.OPEN, d + "/u", "");
        CapturedRecord write = watcher.only(
                record -> record.kind() == Kinds.WRITE && record.part(0).equals(d + "/u"));
        assertThat(open.header().tgid()).isEqualTo(ended.pid());
        assertThat(i32(open, OPEN_FLAGS) & (O_CREAT | O_WRONLY)).isEqualTo(O_CREAT | O_WRONLY);
        assertThat(open.detail().u8(OPEN_IO_URING)).isEqualTo(1);
        assertThat(open.detail().u8(OPEN_CREATED)).isEqualTo(1);
        assertThat(write.detail().u8(WRITE_IO_URING)).isEqualTo(1);
        assertThat(write.detail().i64(WRITE_BYTES)).isEqualTo(5);
        assertThat(close.detail().i64(WRITE_BYTES)).isEqualTo(12);
    }

    @Test
    void anExecutableIsKnownAsTheFileThatWasWritten() {
        int copier = launcher.runToEnd("result = spawn(b'/bin/cp', [b'cp', b'/bin/true', b'" + d + "/copy'])")
                .pid();
        int pid = launcher.runToEnd("result = spawn(b'" + d + "/copy', [b'copy'])")
                .pid();

        CapturedRecord exec = watcher.only(Kinds.EXEC, pid);
        CapturedRecord created = watcher.only(record -> record.kind() == Kinds.OPEN
                && record.header().tgid() == copier
                && base(record).equals(d + "/copy")
                && record.detail().u8(OPEN_CREATED) == 1);
        assertThat(exec.exec().process().inode()).isEqualTo(created.detail().i64(OPEN_FILE + RecordLayout.FILE_INODE));
        assertThat(exec.exec().process().device()).isEqualTo(i32(created, OPEN_FILE + RecordLayout.FILE_DEVICE));
    }
}
