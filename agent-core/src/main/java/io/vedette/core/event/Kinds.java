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

    private Kinds() {}
}
