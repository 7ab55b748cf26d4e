package io.vedette.core.event;

/// What the hooks counted of one cgroup and kind: totals, which only grow. Reused for each row; one thread.
public final class HookCount {

    /// Events that the hook saw: all that follow are among them, but for `skipped`.
    public long seen;

    /// Found no room in the sensor's ring.
    public long lost;

    /// Left out since the cgroup had used up its share of a ring that was filling up.
    public long limited;

    /// The hook had no room to remember what it needs to tell them.
    public long noState;

    /// Left out since the agent had to save CPU, and the cgroup had used up its share of the kind.
    public long sampled;

    /// Times that the kernel did not run the hook, which only the sum over all cgroups tells.
    public long skipped;

    /// Sets all at once.
    public HookCount set(long seen, long lost, long limited, long noState, long sampled, long skipped) {
        this.seen = seen;
        this.lost = lost;
        this.limited = limited;
        this.noState = noState;
        this.sampled = sampled;
        this.skipped = skipped;
        return this;
    }

    /// What the hook wrote into its ring, or still keeps.
    public long told() {
        return seen - lost - limited - noState - sampled;
    }
}
