package io.vedette.core.ffi;

import java.lang.foreign.MemorySegment;

/// System calls on directories and on what is watched in them, with paths as bytes that end with a NUL.
///
/// As in [Libc], every method answers what C does or `-errno`, none throws, and none makes objects. One thread at a
/// time; addresses are the caller's responsibility.
public final class DirectoryCalls {

    public static final int O_DIRECTORY = isArm() ? 0x4000 : 0x10000;
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int IN_NONBLOCK = Libc.O_NONBLOCK;
    public static final int IN_CLOEXEC = Libc.O_CLOEXEC;

    private static final long SYS_GETDENTS64 = isArm() ? 61 : 217;
    private static final int STATX_BASIC_STATS_AND_MOUNT = 0x17FF;

    private static final MemorySegment SYSCALL = NativeCall.ofLibc("syscall");
    private static final MemorySegment OPENAT = NativeCall.ofLibc("openat");
    private static final MemorySegment READLINKAT = NativeCall.ofLibc("readlinkat");
    private static final MemorySegment STATX = NativeCall.ofLibc("statx");
    private static final MemorySegment INOTIFY_INIT = NativeCall.ofLibc("inotify_init1");
    private static final MemorySegment INOTIFY_ADD = NativeCall.ofLibc("inotify_add_watch");
    private static final MemorySegment INOTIFY_REMOVE = NativeCall.ofLibc("inotify_rm_watch");

    private final NativeCall call = new NativeCall();

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    /// @return a file descriptor
    public int openAt(int directoryFd, long path, int flags) {
        return call.intOrErrno(OPENAT, directoryFd, path, flags, 0, 0);
    }

    /// Reads entries of an open directory, as `struct linux_dirent64`: u64 inode, s64 offset, u16 length, u8 type,
    /// name.
    ///
    /// @return bytes that were written; 0 at the end
    public long entries(int fd, long address, int length) {
        return call.orErrno(SYSCALL, SYS_GETDENTS64, fd, address, length, 0, 0);
    }

    /// @return bytes that were written, cut at `length`, without a NUL
    public long readLinkAt(int directoryFd, long path, long address, int length) {
        return call.orErrno(READLINKAT, directoryFd, path, address, length, 0, 0);
    }

    /// Reads what is known of a name in an open directory, as `struct statx`: [Libc#STATX_BYTES] bytes.
    public int statx(int directoryFd, long path, int flags, long address) {
        return call.intOrErrno(STATX, directoryFd, path, flags, STATX_BASIC_STATS_AND_MOUNT, address);
    }

    /// @return a file descriptor
    public int inotifyInit(int flags) {
        return call.intOrErrno(INOTIFY_INIT, flags, 0, 0, 0, 0);
    }

    /// @return the watch's number: that of a file which is watched already is the same
    public int inotifyAdd(int fd, long path, int mask) {
        return call.intOrErrno(INOTIFY_ADD, fd, path, mask, 0, 0);
    }

    public int inotifyRemove(int fd, int watch) {
        return call.intOrErrno(INOTIFY_REMOVE, fd, watch, 0, 0, 0);
    }
}
