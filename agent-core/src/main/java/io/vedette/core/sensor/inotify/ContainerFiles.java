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
    private static final byte DIRECTORY_TYPE = 4;
    private static final byte LINK_TYPE = 10;
    /// Some file systems don't say.
    private static final byte NO_TYPE = 0;

    private static final int MASK = 0;
    private static final int MASK_MOUNT = 0x1000;
    private static final int LINKS = 16;
    private static final int UID = 20;
    private static final int GID = 24;
    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int MODIFIED = 112;
    private static final long SECOND_NS = 1_000_000_000;
    private static final int DEVICE_MAJOR = 136;
    private static final int DEVICE_MINOR = 140;
    private static final int MOUNT = 144;
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
        return open(path, Libc.O_PATH | DirectoryCalls.O_DIRECTORY);
    }

    void release(int fd) {
        libc.close(fd);
    }

    /// Of a link itself, not of where it leads.
    FileFacts facts(String path) {
        int fd = open(path, Libc.O_PATH | O_NOFOLLOW);
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
                        bytes.getInt(LINKS, ORDER),
                        bytes.getLong(MODIFIED, ORDER) * SECOND_NS + bytes.getInt(MODIFIED + Long.BYTES, ORDER));
    }

    /// Whether another descriptor is of this root, in the same mount: then it is of the same mount namespace too. As
    /// this one is open, no other mount has its number.
    boolean isRoot(int fd) {
        long mount = mountOf(rootFd);
        long inode = bytes.getLong(INODE, ORDER);
        return mount >= 0 && mountOf(fd) == mount && bytes.getLong(INODE, ORDER) == inode;
    }

    /// Has what else `statx` says in the bytes.
    ///
    /// @return -1 when the kernel does not tell it, as before Linux 5.8
    private long mountOf(int fd) {
        int failed = calls.statx(fd, nothing.addressOffset(), AT_EMPTY_PATH, bytes.addressOffset());
        boolean isTold = failed >= 0 && (bytes.getInt(MASK, ORDER) & MASK_MOUNT) != 0;
        return isTold ? bytes.getLong(MOUNT, ORDER) : -1;
    }

    /// What a symbolic link says; empty when it can't be read.
    String target(String path) {
        int fd = open(path, Libc.O_PATH | O_NOFOLLOW);
        if (fd < 0) {
            return "";
        }
        long length = calls.readLinkAt(fd, nothing.addressOffset(), bytes.addressOffset(), MAX_LINK);
        libc.close(fd);
        return text(0, (int) Math.max(0, length));
    }

    /// Names in a directory.
    ///
    /// @param passedOver how many more there are
    record Names(List<String> first, int passedOver) {}

    /// @param directories whether only those of directories, and of links, which may lead to some
    Names names(String path, boolean directories, int most) {
        List<String> names = new ArrayList<>();
        int passedOver = 0;
        int fd = open(path, Libc.O_RDONLY | Libc.O_NONBLOCK | DirectoryCalls.O_DIRECTORY);
        if (fd < 0) {
            return new Names(names, 0);
        }
        for (long length = entries(fd); length > 0; length = entries(fd)) {
            for (int at = 0; at < length; ) {
                if (isWanted(at, directories)) {
                    passedOver += names.size() < most ? 0 : 1;
                    addName(names, at + NAME, most);
                }
                at += Math.max(NAME, bytes.getShort(at + RECORD_LENGTH, ORDER) & 0xFFFF);
            }
        }
        libc.close(fd);
        return new Names(names, passedOver);
    }

    private long entries(int fd) {
        return calls.entries(fd, bytes.addressOffset(), ENTRIES);
    }

    private boolean isWanted(int at, boolean directories) {
        byte type = bytes.getByte(at + TYPE);
        boolean isItself = bytes.getByte(at + NAME) == '.'
                && (bytes.getByte(at + NAME + 1) == 0
                        || (bytes.getByte(at + NAME + 1) == '.' && bytes.getByte(at + NAME + 2) == 0));
        return !isItself && (!directories || type == DIRECTORY_TYPE || type == LINK_TYPE || type == NO_TYPE);
    }

    private void addName(List<String> names, int at, int most) {
        int end = at;
        while (names.size() < most && bytes.getByte(end) != 0) {
            end++;
        }
        if (end > at) {
            names.add(text(at, end - at));
        }
    }

    private int open(String path, int flags) {
        return libc.openat2(rootFd, path, StandardCharsets.ISO_8859_1, flags | Libc.O_CLOEXEC, WITHIN);
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
