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
