package io.vedette.core.event;

/// Numbers of the record kinds. Those of events are the numbers of `io.vedette.v1.EventKind`, which a test
/// holds them to; they are plain constants here so that the hot path has no generated messages.
public final class Kinds {

    /// Not an event: the path of a cgroup, sent before the first event of that cgroup.
    public static final int CGROUP = 1;

    /// Not an event: a process that ran before the agent did.
    public static final int RUNNING = 2;

    /// Kinds from this number on are events.
    public static final int FIRST_EVENT = 16;

    public static final int EXEC = 16;
    public static final int EXEC_FAILED = 17;
    public static final int FORK = 18;
    public static final int EXIT = 19;
    public static final int SET_UID = 20;
    public static final int SET_GID = 21;
    public static final int CAPSET = 22;
    public static final int PTRACE = 23;
    public static final int PROCESS_VM_READV = 24;
    public static final int PROCESS_VM_WRITEV = 25;
    public static final int PIDFD_GETFD = 26;
    public static final int MMAP_EXEC = 27;
    public static final int MPROTECT = 28;
    public static final int MEMFD_CREATE = 29;
    public static final int USERFAULTFD = 30;
    public static final int PERF_EVENT_OPEN = 31;
    public static final int KEYCTL = 32;
    public static final int PRCTL = 33;
    public static final int SECCOMP = 34;
    public static final int SETNS = 35;
    public static final int UNSHARE = 36;
    public static final int PIVOT_ROOT = 37;
    public static final int CHROOT = 38;
    public static final int MODULE_LOAD = 39;
    public static final int MODULE_DELETE = 40;
    public static final int BPF = 41;
    public static final int KILL = 42;

    public static final int OPEN = 100;
    public static final int WRITE = 101;
    public static final int CLOSE_WRITE = 102;
    public static final int RENAME = 103;
    public static final int UNLINK = 104;
    public static final int RMDIR = 105;
    public static final int LINK = 106;
    public static final int SYMLINK = 107;
    public static final int MKDIR = 108;
    public static final int CHMOD = 109;
    public static final int CHOWN = 110;
    public static final int TRUNCATE = 111;
    public static final int SETXATTR = 112;
    public static final int MOUNT = 113;
    public static final int UMOUNT = 114;
    public static final int DUP = 115;

    public static final int SOCKET = 150;
    public static final int CONNECT = 151;
    public static final int BIND = 152;
    public static final int LISTEN = 153;
    public static final int ACCEPT = 154;
    public static final int CLOSE_CONNECTION = 155;
    public static final int SEND = 156;
    public static final int DNS = 157;

    private static final int FIRST_FILE = 100;
    private static final int FIRST_NETWORK = 150;

    public static boolean isEvent(int kind) {
        return kind >= FIRST_EVENT;
    }

    /// Whether such an event leaves the process with other ids or capabilities.
    public static boolean isCredentials(int kind) {
        return kind == SET_UID || kind == SET_GID || kind == CAPSET;
    }

    /// How much a kind matters when not everything finds room: what matters less leaves room for what matters
    /// more.
    public static Importance importance(int kind) {
        if (kind >= FIRST_NETWORK) {
            return Importance.NETWORK;
        }
        return kind >= FIRST_FILE || kind == MMAP_EXEC ? Importance.FILE : Importance.PROCESS;
    }

    private Kinds() {}
}
