package io.vedette.core.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// System calls that Java has no API for.
///
/// Every method answers what C does, or `-errno` when it failed; none throws, and none allocates but those
/// that take a path. One thread at a time uses an instance. Addresses are the caller's responsibility: a
/// wrong one ends the JVM.
public final class Libc {

    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;
    public static final int MAP_SHARED = 1;
    public static final int MAP_PRIVATE = 2;
    public static final int MAP_ANONYMOUS = 0x20;
    public static final int MADV_DONTNEED = 4;
    public static final int EPOLL_CLOEXEC = 0x80000;
    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLLIN = 1;

    /// Each event once, however often it is waited for.
    public static final int EPOLLET = 1 << 31;

    public static final int MFD_CLOEXEC = 1;
    public static final int EFD_CLOEXEC = 0x80000;
    public static final int EFD_NONBLOCK = 0x800;
    public static final int WNOHANG = 1;

    /// Bytes that hold one `struct epoll_event` on every architecture; `events` comes first, 32 bit.
    public static final int EPOLL_EVENT_BYTES = 16;

    public static final int AT_FDCWD = -100;
    public static final int O_RDONLY = 0;
    public static final int O_NOCTTY = 0x100;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_PATH = 0x200000;
    public static final long RESOLVE_NO_XDEV = 1;
    public static final long RESOLVE_NO_MAGICLINKS = 2;
    public static final long RESOLVE_NO_SYMLINKS = 4;
    public static final long RESOLVE_IN_ROOT = 0x10;

    /// Bytes of a `struct statx`.
    public static final int STATX_BYTES = 256;

    /// The same on x86_64 and arm64.
    private static final long SYS_OPENAT2 = 437;

    private static final int OPEN_HOW_BYTES = 24;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7FF;
    private static final int SC_PAGESIZE = 30;

    private static final MemorySegment MMAP = NativeCall.ofLibc("mmap");
    private static final MemorySegment MADVISE = NativeCall.ofLibc("madvise");
    private static final MemorySegment MUNMAP = NativeCall.ofLibc("munmap");
    private static final MemorySegment EPOLL_CREATE1 = NativeCall.ofLibc("epoll_create1");
    private static final MemorySegment EPOLL_CTL = NativeCall.ofLibc("epoll_ctl");
    private static final MemorySegment EPOLL_WAIT = NativeCall.ofLibc("epoll_wait");
    private static final MemorySegment READ = NativeCall.ofLibc("read");
    private static final MemorySegment CLOSE = NativeCall.ofLibc("close");
    private static final MemorySegment SYSCONF = NativeCall.ofLibc("sysconf");
    private static final MemorySegment MOUNT = NativeCall.ofLibc("mount");
    private static final MemorySegment READLINK = NativeCall.ofLibc("readlink");
    private static final MemorySegment SYSCALL = NativeCall.ofLibc("syscall");
    private static final MemorySegment STATX = NativeCall.ofLibc("statx");
    private static final MemorySegment MEMFD_CREATE = NativeCall.ofLibc("memfd_create");
    private static final MemorySegment FTRUNCATE = NativeCall.ofLibc("ftruncate");
    private static final MemorySegment EVENTFD = NativeCall.ofLibc("eventfd");
    private static final MemorySegment PIPE2 = NativeCall.ofLibc("pipe2");
    private static final MemorySegment WAITPID = NativeCall.ofLibc("waitpid");

    private final NativeCall call = new NativeCall();

    public long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        return call.orErrno(MMAP, address, length, protection, flags, fd, offset);
    }

    public int munmap(long address, long length) {
        return call.intOrErrno(MUNMAP, address, length, 0, 0, 0);
    }

    public int madvise(long address, long length, int advice) {
        return call.intOrErrno(MADVISE, address, length, advice, 0, 0);
    }

    public int epollCreate1(int flags) {
        return call.intOrErrno(EPOLL_CREATE1, flags, 0, 0, 0, 0);
    }

    public int epollCtl(int epollFd, int operation, int fd, long event) {
        return call.intOrErrno(EPOLL_CTL, epollFd, operation, fd, event, 0);
    }

    public int epollWait(int epollFd, long events, int maxEvents, int timeoutMs) {
        return call.intOrErrno(EPOLL_WAIT, epollFd, events, maxEvents, timeoutMs, 0);
    }

    public long read(int fd, long address, long length) {
        return call.orErrno(READ, fd, address, length, 0, 0, 0);
    }

    public int close(int fd) {
        return call.intOrErrno(CLOSE, fd, 0, 0, 0, 0);
    }

    public int pageSize() {
        return (int) call.orErrno(SYSCONF, SC_PAGESIZE, 0, 0, 0, 0, 0);
    }

    /// Mounts a file system that needs neither flags nor options.
    public int mount(String source, String target, String type) {
        try (Arena arena = Arena.ofConfined()) {
            return call.intOrErrno(
                    MOUNT,
                    arena.allocateFrom(source).address(),
                    arena.allocateFrom(target).address(),
                    arena.allocateFrom(type).address(),
                    0,
                    0);
        }
    }

    /// Reads where a symbolic link points to, as bytes: Java would decode them.
    ///
    /// @return how many bytes were written, cut at `length`
    public long readLink(String path, long address, long length) {
        try (Arena arena = Arena.ofConfined()) {
            return call.orErrno(READLINK, arena.allocateFrom(path).address(), address, length, 0, 0, 0);
        }
    }

    /// Opens a file with rules for how its path is resolved.
    ///
    /// @param directoryFd where a relative path begins, or [#AT_FDCWD]
    /// @param flags `O_…`
    /// @param resolve `RESOLVE_…`
    /// @return a file descriptor
    public int openat2(int directoryFd, String path, int flags, long resolve) {
        return openat2(directoryFd, path, StandardCharsets.UTF_8, flags, resolve);
    }

    /// The same with a path whose bytes are those that a charset makes of it.
    public int openat2(int directoryFd, String path, Charset charset, int flags, long resolve) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(OPEN_HOW_BYTES, Long.BYTES);
            how.set(JAVA_LONG, 0, flags);
            how.set(JAVA_LONG, 2 * Long.BYTES, resolve);
            return (int) call.orErrno(
                    SYSCALL,
                    SYS_OPENAT2,
                    directoryFd,
                    arena.allocateFrom(path, charset).address(),
                    how.address(),
                    OPEN_HOW_BYTES,
                    0);
        }
    }

    /// Reads what is known of an open file, as `struct statx`: [#STATX_BYTES] bytes.
    public int statx(int fd, long address) {
        try (Arena arena = Arena.ofConfined()) {
            long empty = arena.allocateFrom("").address();
            return call.intOrErrno(STATX, fd, empty, AT_EMPTY_PATH, STATX_BASIC_STATS, address);
        }
    }

    /// Makes a file that is memory.
    ///
    /// @param bytes of it; those that nobody touches cost nothing
    /// @return a file descriptor
    public int memoryFile(String name, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            int fd = call.intOrErrno(MEMFD_CREATE, arena.allocateFrom(name).address(), MFD_CLOEXEC, 0, 0, 0);
            if (fd < 0) {
                return fd;
            }
            int result = call.intOrErrno(FTRUNCATE, fd, bytes, 0, 0, 0);
            if (result < 0) {
                close(fd);
                return result;
            }
            return fd;
        }
    }

    /// @param flags `EFD_…`
    public int eventfd(int flags) {
        return call.intOrErrno(EVENTFD, 0, flags, 0, 0, 0);
    }

    /// @param ends where the two descriptors go: the one to read, then the one to write, 32 bit each
    public int pipe(long ends) {
        return call.intOrErrno(PIPE2, ends, O_CLOEXEC, 0, 0, 0);
    }

    /// @return the pid when that child has ended, 0 when it runs and `flags` has [#WNOHANG]
    public int waitpid(int pid, int flags) {
        return call.intOrErrno(WAITPID, pid, 0, flags, 0, 0);
    }
}
