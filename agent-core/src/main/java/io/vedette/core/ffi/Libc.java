package io.vedette.core.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

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
    public static final int EPOLLIN = 1;

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

    private static final MethodHandle MMAP = link(
            "mmap", NativeCall.descriptor(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MADVISE =
            link("madvise", NativeCall.descriptor(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MUNMAP = link("munmap", NativeCall.descriptor(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle EPOLL_CREATE1 = link("epoll_create1", NativeCall.descriptor(JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CTL =
            link("epoll_ctl", NativeCall.descriptor(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle EPOLL_WAIT =
            link("epoll_wait", NativeCall.descriptor(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
    private static final MethodHandle READ =
            link("read", NativeCall.descriptor(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CLOSE = link("close", NativeCall.descriptor(JAVA_INT, JAVA_INT));
    private static final MethodHandle SYSCONF = link("sysconf", NativeCall.descriptor(JAVA_LONG, JAVA_INT));
    private static final MethodHandle MOUNT =
            link("mount", NativeCall.descriptor(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private static final MethodHandle READLINK =
            link("readlink", NativeCall.descriptor(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private static final MethodHandle SYSCALL =
            link("syscall", NativeCall.descriptor(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle STATX =
            link("statx", NativeCall.descriptor(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));

    private final MemorySegment state = NativeCall.newState();

    private static MethodHandle link(String name, FunctionDescriptor descriptor) {
        return NativeCall.find(NativeCall.cLibrary(), name, descriptor)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    }

    public long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        try {
            return result((long) MMAP.invokeExact(state, address, length, protection, flags, fd, offset));
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    public int munmap(long address, long length) {
        try {
            return result((int) MUNMAP.invokeExact(state, address, length));
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    public int madvise(long address, long length, int advice) {
        try {
            return result((int) MADVISE.invokeExact(state, address, length, advice));
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    public int epollCreate1(int flags) {
        try {
            return result((int) EPOLL_CREATE1.invokeExact(state, flags));
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    public int epollCtl(int epollFd, int operation, int fd, long event) {
        try {
            return result((int) EPOLL_CTL.invokeExact(state, epollFd, operation, fd, event));
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    public int epollWait(int epollFd, long events, int maxEvents, int timeoutMs) {
        try {
            return result((int) EPOLL_WAIT.invokeExact(state, epollFd, events, maxEvents, timeoutMs));
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    public long read(int fd, long address, long length) {
        try {
            return result((long) READ.invokeExact(state, fd, address, length));
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    public int close(int fd) {
        try {
            return result((int) CLOSE.invokeExact(state, fd));
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    public int pageSize() {
        try {
            return (int) (long) SYSCONF.invokeExact(state, SC_PAGESIZE);
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    /// Mounts a file system that needs neither flags nor options.
    public int mount(String source, String target, String type) {
        try (Arena arena = Arena.ofConfined()) {
            return result((int) MOUNT.invokeExact(
                    state,
                    arena.allocateFrom(source).address(),
                    arena.allocateFrom(target).address(),
                    arena.allocateFrom(type).address(),
                    0L,
                    0L));
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    /// Reads where a symbolic link points to, as bytes: Java would decode them.
    ///
    /// @return how many bytes were written, cut at `length`
    public long readLink(String path, long address, long length) {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(path).address();
            return result((long) READLINK.invokeExact(state, name, address, length));
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    /// Opens a file with rules for how its path is resolved.
    ///
    /// @param directoryFd where a relative path begins, or [#AT_FDCWD]
    /// @param flags `O_…`
    /// @param resolve `RESOLVE_…`
    /// @return a file descriptor
    public int openat2(int directoryFd, String path, int flags, long resolve) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(OPEN_HOW_BYTES, Long.BYTES);
            how.set(JAVA_LONG, 0, flags);
            how.set(JAVA_LONG, 2 * Long.BYTES, resolve);
            return (int) result((long) SYSCALL.invokeExact(
                    state,
                    SYS_OPENAT2,
                    (long) directoryFd,
                    arena.allocateFrom(path).address(),
                    how.address(),
                    (long) OPEN_HOW_BYTES));
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    /// Reads what is known of an open file, as `struct statx`: [#STATX_BYTES] bytes.
    public int statx(int fd, long address) {
        try (Arena arena = Arena.ofConfined()) {
            long empty = arena.allocateFrom("").address();
            return result((int) STATX.invokeExact(state, fd, empty, AT_EMPTY_PATH, STATX_BASIC_STATS, address));
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    private long result(long value) {
        return value == -1 ? -NativeCall.errno(state) : value;
    }

    private int result(int value) {
        return value == -1 ? -NativeCall.errno(state) : value;
    }
}
