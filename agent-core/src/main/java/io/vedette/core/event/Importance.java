package io.vedette.core.event;

/// What a kind of event is worth when there is no room for all: in the kernel each has a ring of its own, and in
/// a container's ring the lesser ones may use a part only.
public enum Importance {
    /// What processes are and do to each other: all of the ring.
    PROCESS(4),
    /// Connections: three quarters of the ring.
    NETWORK(3),
    /// Files: half of the ring.
    FILE(2);

    private static final int PARTS = 4;

    private final int parts;

    Importance(int parts) {
        this.parts = parts;
    }

    /// Up to how many bytes a ring may be filled with records like this.
    public int share(int capacity) {
        return capacity / PARTS * parts;
    }
}
