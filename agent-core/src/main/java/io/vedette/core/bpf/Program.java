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
    DATAGRAM("on_datagram", new Tracepoint("skb_copy_datagram_iovec"), "DNS messages received", Kinds.DNS),
    RECEIVE(
            "on_receive",
            Syscalls.of("recvfrom", "recvmsg", "read", "readv"),
            "DNS messages received over TCP",
            Kinds.DNS),
    DUP("on_dup", Syscalls.of("dup", "dup2", "dup3"), "dup events", Kinds.DUP),
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
