package io.vedette.core.sensor.inotify;

import io.vedette.core.ffi.DirectoryCalls;
import io.vedette.core.ffi.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/// The files of one container, reached through the root of one of its processes. Paths are resolved within that root:
/// no link of the container leads out of it. It takes CAP_SYS_PTRACE. One thread.
final class ContainerFiles implements AutoCloseable {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int O_NOFOLLOW = System.getProperty("os.arch").equals("aarch64") ? 0x8000 : 0x20000;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final long WITHIN = Libc.RESOLVE_IN_ROOT | Libc.RESOLVE_NO_MAGICLINKS;
    private static final int ENTRIES = 32 * 1024;
    private static final int RECORD_LENGTH = 16;
    private static final int TYPE = 18;
    private static final int NAME = 19;
    private static final int DIRECTORY_TYPE = 4;
    private static final int LINKS = 16;
    private static final int UID = 20;
    private static final int GID = 24;
    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int DEVICE_MAJOR = 136;
    private static final int DEVICE_MINOR = 140;
    private static final int MINOR_BITS = 20;
    private static final int MAX_LINK = 4096;

    private final Libc libc;
    private final DirectoryCalls calls;
    private final int rootFd;
    private final UnsafeBuffer bytes = new UnsafeBuffer(ByteBuffer.allocateDirect(ENTRIES));
    private final UnsafeBuffer nothing = new UnsafeBuffer(ByteBuffer.allocateDirect(1));

    /// @param rootFd of the container's root; closed with this
    ContainerFiles(Libc libc, DirectoryCalls calls, int rootFd) {
        this.libc = libc;
        this.calls = calls;
        this.rootFd = rootFd;
    }

    /// @return a descriptor of the directory for [#release], or `-errno`
    int openDirectory(String path) {
        return libc.openat2(
                rootFd, asTheKernelHasIt(path), Libc.O_PATH | Libc.O_CLOEXEC | DirectoryCalls.O_DIRECTORY, WITHIN);
    }

    void release(int fd) {
        libc.close(fd);
    }

    /// Of a link itself, not of where it leads.
    FileFacts facts(String path) {
        int fd = libc.openat2(rootFd, asTheKernelHasIt(path), Libc.O_PATH | Libc.O_CLOEXEC | O_NOFOLLOW, WITHIN);
        if (fd < 0) {
            return FileFacts.UNKNOWN;
        }
        int failed = calls.statx(fd, nothing.addressOffset(), AT_EMPTY_PATH, bytes.addressOffset());
        libc.close(fd);
        return failed < 0
                ? FileFacts.UNKNOWN
                : new FileFacts(
                        bytes.getLong(INODE, ORDER),
                        (bytes.getInt(DEVICE_MAJOR, ORDER) << MINOR_BITS) | bytes.getInt(DEVICE_MINOR, ORDER),
                        bytes.getShort(MODE, ORDER) & 0xFFFF,
                        bytes.getInt(UID, ORDER),
                        bytes.getInt(GID, ORDER),
                        bytes.getInt(LINKS, ORDER));
    }

    /// What a symbolic link says; empty when it can't be read.
    String target(String path) {
        int fd = libc.openat2(rootFd, asTheKernelHasIt(path), Libc.O_PATH | Libc.O_CLOEXEC | O_NOFOLLOW, WITHIN);
        if (fd < 0) {
            return "";
        }
        long length = calls.readLinkAt(fd, nothing.addressOffset(), bytes.addressOffset(), MAX_LINK);
        libc.close(fd);
        return text(0, (int) Math.max(0, length));
    }

    /// Names in a directory, some hundreds at most.
    ///
    /// @param directories whether only those of directories, and of links, which may lead to some
    List<String> names(String path, boolean directories, int most) {
        List<String> names = new ArrayList<>();
        int fd = libc.openat2(
                rootFd,
                asTheKernelHasIt(path),
                Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NONBLOCK | DirectoryCalls.O_DIRECTORY,
                WITHIN);
        if (fd < 0) {
            return names;
        }
        long length = calls.entries(fd, bytes.addressOffset(), ENTRIES);
        while (length > 0 && names.size() < most) {
            for (int at = 0; at < length && names.size() < most; ) {
                int end = at + NAME;
                while (bytes.getByte(end) != 0) {
                    end++;
                }
                String name = text(at + NAME, end - at - NAME);
                boolean isWanted = !directories || bytes.getByte(at + TYPE) == DIRECTORY_TYPE;
                if (isWanted && !name.equals(".") && !name.equals("..")) {
                    names.add(name);
                }
                at += Math.max(NAME, bytes.getShort(at + RECORD_LENGTH, ORDER) & 0xFFFF);
            }
            length = calls.entries(fd, bytes.addressOffset(), ENTRIES);
        }
        libc.close(fd);
        return names;
    }

    /// Names that are not UTF-8 are not found.
    private static String asTheKernelHasIt(String path) {
        return new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private String text(int at, int length) {
        byte[] copy = new byte[length];
        bytes.getBytes(at, copy);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        libc.close(rootFd);
    }
}
