package io.vedette.core.bpf;

import io.vedette.core.event.Kinds;

/// The programs of the object, by the names of their functions.
public enum Program {
    EXEC("on_exec", Kinds.EXEC, "exec events", "tracepoint sched_process_exec"),
    EXECVE_FAILED("on_execve_failed", Kinds.EXEC_FAILED, "failed execve events", "tracepoint sys_exit_execve"),
    EXECVEAT_FAILED("on_execveat_failed", Kinds.EXEC_FAILED, "failed execveat events", "tracepoint sys_exit_execveat"),
    FORK("on_fork", Kinds.FORK, "fork events", "tracepoint task_newtask"),
    EXIT("on_exit", Kinds.EXIT, "exit events", "tracepoint sched_process_exit"),
    RUNNING(
            "on_running",
            Kinds.RUNNING,
            "list of running processes from the kernel, procfs is read instead",
            "iterator over tasks"),
    SELF("on_self", 0, "certainty about which process is the agent", "iterator over tasks");

    private final String function;
    private final int kind;
    private final String purpose;
    private final String hook;

    Program(String function, int kind, String purpose, String hook) {
        this.function = function;
        this.kind = kind;
        this.purpose = purpose;
        this.hook = hook;
    }

    /// Name of its C function.
    public String function() {
        return function;
    }

    /// Kind of the records that it writes, or 0.
    public int kind() {
        return kind;
    }

    /// What is missing without it.
    public String purpose() {
        return purpose;
    }

    /// What it hangs on in the kernel.
    public String hook() {
        return hook;
    }

    /// Read by the agent instead of run by what processes do.
    public boolean isIterator() {
        return this == RUNNING || this == SELF;
    }

    /// Found through tracefs, the others through the kernel's types.
    public boolean needsTracefs() {
        return this == EXECVE_FAILED || this == EXECVEAT_FAILED;
    }
}
