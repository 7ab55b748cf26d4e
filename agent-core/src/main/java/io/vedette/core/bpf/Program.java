package io.vedette.core.bpf;

import io.vedette.core.bpf.Hook.Continuation;
import io.vedette.core.bpf.Hook.Iterator;
import io.vedette.core.bpf.Hook.Syscalls;
import io.vedette.core.bpf.Hook.Tracepoint;
import io.vedette.core.event.Kinds;
import java.util.List;

/// The programs of the object, by the names of their functions.
@SuppressWarnings("ImmutableEnumChecker") // hooks and lists here are immutable, which the check can't see
public enum Program {
    // What all system calls go through, first: the others are useless without.
    DISPATCH("on_syscall", new Tracepoint("sys_exit"), "events of system calls"),

    // Processes.
    EXEC("on_exec", new Tracepoint("sched_process_exec"), "exec events", Kinds.EXEC),
    EXECVE("on_execve", Syscalls.of("execve"), "failed execve events", Kinds.EXEC_FAILED),
    EXECVEAT("on_execveat", Syscalls.of("execveat"), "failed execveat events", Kinds.EXEC_FAILED),
    FORK("on_fork", new Tracepoint("task_newtask"), "fork events", Kinds.FORK),
    EXIT("on_exit", new Tracepoint("sched_process_exit"), "exit events", Kinds.EXIT),

    // What processes do to each other and to themselves.
    MEMFD_CREATE("on_memfd_create", Syscalls.of("memfd_create"), "memfd_create events", Kinds.MEMFD_CREATE),
    SET_UID(
            "on_set_uid",
            Syscalls.of("setuid", "setreuid", "setresuid", "setuid32", "setreuid32", "setresuid32"),
            "events of user ids",
            Kinds.SET_UID),
    SET_FSUID("on_set_fsuid", Syscalls.of("setfsuid", "setfsuid32"), "events of file system user ids", Kinds.SET_UID),
    SET_GID(
            "on_set_gid",
            Syscalls.of("setgid", "setregid", "setresgid", "setgid32", "setregid32", "setresgid32"),
            "events of group ids",
            Kinds.SET_GID),
    SET_FSGID("on_set_fsgid", Syscalls.of("setfsgid", "setfsgid32"), "events of file system group ids", Kinds.SET_GID),
    CAPSET("on_capset", Syscalls.of("capset"), "capset events", Kinds.CAPSET),
    PTRACE("on_ptrace", Syscalls.of("ptrace"), "ptrace events", Kinds.PTRACE),
    PROCESS_VM_READV(
            "on_process_vm_readv", Syscalls.of("process_vm_readv"), "process_vm_readv events", Kinds.PROCESS_VM_READV),
    PROCESS_VM_WRITEV(
            "on_process_vm_writev",
            Syscalls.of("process_vm_writev"),
            "process_vm_writev events",
            Kinds.PROCESS_VM_WRITEV),
    PIDFD_GETFD("on_pidfd_getfd", Syscalls.of("pidfd_getfd"), "pidfd_getfd events", Kinds.PIDFD_GETFD),
    MMAP("on_mmap", Syscalls.of("mmap", "mmap2"), "events of executable mappings", Kinds.MMAP_EXEC),
    MPROTECT(
            "on_mprotect",
            Syscalls.of("mprotect", "pkey_mprotect"),
            "events of memory made executable",
            Kinds.MPROTECT),
    USERFAULTFD("on_userfaultfd", Syscalls.of("userfaultfd"), "userfaultfd events", Kinds.USERFAULTFD),
    PERF_EVENT_OPEN(
            "on_perf_event_open", Syscalls.of("perf_event_open"), "perf_event_open events", Kinds.PERF_EVENT_OPEN),
    KEYCTL("on_keyctl", Syscalls.of("keyctl"), "keyctl events", Kinds.KEYCTL),
    PRCTL("on_prctl", Syscalls.of("prctl"), "prctl events", Kinds.PRCTL, Kinds.SECCOMP),
    SECCOMP("on_seccomp", Syscalls.of("seccomp"), "seccomp events", Kinds.SECCOMP),
    SETNS("on_setns", Syscalls.of("setns"), "setns events", Kinds.SETNS),
    UNSHARE("on_unshare", Syscalls.of("unshare"), "unshare events", Kinds.UNSHARE),
    PIVOT_ROOT("on_pivot_root", Syscalls.of("pivot_root"), "pivot_root events", Kinds.PIVOT_ROOT),
    CHROOT("on_chroot", Syscalls.of("chroot"), "chroot events", Kinds.CHROOT),
    INIT_MODULE(
            "on_init_module", Syscalls.of("init_module"), "events of modules loaded from memory", Kinds.MODULE_LOAD),
    FINIT_MODULE(
            "on_finit_module", Syscalls.of("finit_module"), "events of modules loaded from files", Kinds.MODULE_LOAD),
    DELETE_MODULE("on_delete_module", Syscalls.of("delete_module"), "events of removed modules", Kinds.MODULE_DELETE),
    BPF("on_bpf", Syscalls.of("bpf"), "bpf events", Kinds.BPF),
    SIGNAL("on_signal", new Tracepoint("signal_generate"), "events of signals to other containers", Kinds.KILL),
    KILL("on_kill", Syscalls.of("kill", "tkill", "rt_sigqueueinfo"), "events of refused signals", Kinds.KILL),
    TGKILL(
            "on_tgkill",
            Syscalls.of("tgkill", "rt_tgsigqueueinfo"),
            "events of signals refused for threads",
            Kinds.KILL),
    PIDFD_SEND_SIGNAL(
            "on_pidfd_send_signal",
            Syscalls.of("pidfd_send_signal"),
            "events of signals refused for pidfds",
            Kinds.KILL),

    // Files.
    OPEN("on_open", Syscalls.of(FileCalls.names(Kinds.OPEN)), "open events", Kinds.OPEN),
    WRITE(
            "on_write",
            Syscalls.of("write", "pwrite64", "sendfile", "sendfile64"),
            "write events",
            Kinds.WRITE,
            Kinds.CLOSE_WRITE),
    WRITEV(
            "on_writev",
            Syscalls.of("writev", "pwritev", "pwritev2"),
            "write events of vectors",
            Kinds.WRITE,
            Kinds.CLOSE_WRITE),
    SPLICE("on_splice", Syscalls.of("splice", "copy_file_range"), "write events of splices", Kinds.WRITE),
    CLOSE("on_close", Syscalls.of("close"), "close_write events", Kinds.CLOSE_WRITE),
    CLOSE_RANGE("on_close_range", Syscalls.of("close_range"), "close_write events of ranges", Kinds.CLOSE_WRITE),
    EXIT_WRITTEN(
            "on_exit_written",
            new Tracepoint("sched_process_exit"),
            "close_write events of processes that end",
            Kinds.CLOSE_WRITE),
    CHANGE(
            "on_change",
            Syscalls.of(FileCalls.names(
                    Kinds.UNLINK,
                    Kinds.RMDIR,
                    Kinds.SYMLINK,
                    Kinds.MKDIR,
                    Kinds.CHMOD,
                    Kinds.CHOWN,
                    Kinds.TRUNCATE,
                    Kinds.SETXATTR,
                    Kinds.UMOUNT)),
            "events of what is done to names and attributes of files",
            Kinds.UNLINK,
            Kinds.RMDIR,
            Kinds.SYMLINK,
            Kinds.MKDIR,
            Kinds.CHMOD,
            Kinds.CHOWN,
            Kinds.TRUNCATE,
            Kinds.SETXATTR,
            Kinds.UMOUNT),
    MOVE(
            "on_move",
            Syscalls.of(FileCalls.names(Kinds.RENAME, Kinds.LINK)),
            "rename and link events",
            Kinds.RENAME,
            Kinds.LINK),
    MOUNT("on_mount", Syscalls.of(FileCalls.names(Kinds.MOUNT)), "mount events", Kinds.MOUNT),
    IO_URING(
            "on_io_uring",
            new Tracepoint("io_uring_complete"),
            "opens and writes that go through io_uring",
            Kinds.OPEN,
            Kinds.WRITE,
            Kinds.CLOSE_WRITE),

    // Network.
    SOCKET("on_socket", Syscalls.of("socket"), "socket events", Kinds.SOCKET),
    CONNECT("on_connect", Syscalls.of("connect"), "connect events", Kinds.CONNECT),
    BIND("on_bind", Syscalls.of("bind"), "bind events", Kinds.BIND),
    LISTEN("on_listen", Syscalls.of("listen"), "listen events", Kinds.LISTEN),
    ACCEPT("on_accept", Syscalls.of("accept", "accept4"), "accept events", Kinds.ACCEPT),
    TCP_STATE(
            "on_tcp_state",
            new Tracepoint("inet_sock_set_state"),
            "close_connection events, and results of connects that do not wait",
            Kinds.CONNECT,
            Kinds.CLOSE_CONNECTION),
    SEND(
            "on_send",
            Syscalls.of("sendto", "sendmsg", "sendmmsg"),
            "send events, and DNS messages sent as datagrams",
            Kinds.SEND,
            Kinds.DNS),
    RECEIVE(
            "on_receive",
            Syscalls.of("recvfrom", "recvmsg", "recvmmsg", "read", "readv"),
            "DNS messages received",
            Kinds.DNS),
    SOCKET_WRITE(
            "on_socket_write",
            new Continuation("write", "socket_writers", 0),
            "DNS messages sent with write",
            Kinds.DNS),
    SOCKET_WRITEV(
            "on_socket_writev",
            new Continuation("writev", "socket_writers", 1),
            "DNS messages sent with writev",
            Kinds.DNS),
    DUP("on_dup", Syscalls.of("dup"), "dup events", Kinds.DUP),
    DUP_OVER(
            "on_dup_over",
            Syscalls.of("dup2", "dup3"),
            "dup and close_write events of dup2",
            Kinds.DUP,
            Kinds.CLOSE_WRITE),
    FCNTL("on_fcntl", Syscalls.of("fcntl", "fcntl64"), "dup events of fcntl", Kinds.DUP),

    // Read by the agent.
    RUNNING(
            "on_running",
            new Iterator("tasks"),
            "list of running processes from the kernel, procfs is read instead",
            Kinds.RUNNING),
    SELF("on_self", new Iterator("tasks"), "certainty about which process is the agent");

    private final String function;
    private final Hook hook;
    private final String purpose;
    private final List<Integer> kinds;

    Program(String function, Hook hook, String purpose, Integer... kinds) {
        this.function = function;
        this.hook = hook;
        this.purpose = purpose;
        this.kinds = List.of(kinds);
    }

    /// Name of its C function.
    public String function() {
        return function;
    }

    public Hook hook() {
        return hook;
    }

    /// What is missing without it.
    public String purpose() {
        return purpose;
    }

    /// Kinds of the records that it writes.
    public List<Integer> kinds() {
        return kinds;
    }
}
