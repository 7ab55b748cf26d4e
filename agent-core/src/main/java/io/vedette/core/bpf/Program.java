package io.vedette.core.bpf;

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

    // Files.
    OPEN("on_open", Syscalls.of(FileCalls.names(Kinds.OPEN)), "open events", Kinds.OPEN),
    WRITE(
            "on_write",
            Syscalls.of("write", "pwrite64", "writev", "pwritev", "pwritev2", "sendfile", "sendfile64"),
            "write events",
            Kinds.WRITE,
            Kinds.CLOSE_WRITE),
    SPLICE("on_splice", Syscalls.of("splice", "copy_file_range"), "write events of splices", Kinds.WRITE),
    CLOSE("on_close", Syscalls.of("close"), "close_write events", Kinds.CLOSE_WRITE),
    CLOSE_RANGE("on_close_range", Syscalls.of("close_range"), "close_write events of ranges", Kinds.CLOSE_WRITE),
    DUP_OVER("on_dup_over", Syscalls.of("dup2", "dup3"), "close_write events of dup2", Kinds.CLOSE_WRITE),
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
