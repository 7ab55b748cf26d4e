package io.vedette.core.container;

/// A namespace that a container shares with the task's pause container instead of having its own.
public enum SharedNamespace {
    /// Shared under `pidMode: task`.
    PID("pid", "pid"),
    /// Always shared by the containers of an ECS task.
    NETWORK("network", "net"),
    /// Shared under `ipcMode: task`.
    IPC("ipc", "ipc");

    private final String ociType;
    private final String procLink;

    SharedNamespace(String ociType, String procLink) {
        this.ociType = ociType;
        this.procLink = procLink;
    }

    String ociType() {
        return ociType;
    }

    /// The path through which the namespace of a process can be joined.
    String pathOf(long pid) {
        return "/proc/" + pid + "/ns/" + procLink;
    }
}
