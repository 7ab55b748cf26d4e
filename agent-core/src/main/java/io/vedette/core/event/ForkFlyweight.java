package io.vedette.core.event;

import org.agrona.DirectBuffer;

/// View over a `FORK` record; see [RecordLayout] and the rules of [RecordFlyweight].
///
/// The header is the creator's, also when `CLONE_PARENT` makes another process the parent.
public final class ForkFlyweight extends RecordFlyweight {

    private final ProcessFlyweight child = new ProcessFlyweight();

    @Override
    public ForkFlyweight wrap(DirectBuffer buffer, int offset) {
        super.wrap(buffer, offset);
        child.wrap(buffer, offset + RecordLayout.FORK_CHILD);
        return this;
    }

    @Override
    public boolean isValid(int length) {
        return length == RecordLayout.FORK_LENGTH && super.isValid(length);
    }

    /// The child, valid as long as this view stays on the record.
    public ProcessFlyweight child() {
        return child;
    }

    public long childStartBootTimeNs() {
        return longAt(RecordLayout.FORK_CHILD_START_BOOT_TIME_NS);
    }

    public long childCgroupId() {
        return longAt(RecordLayout.FORK_CHILD_CGROUP_ID);
    }

    public long cloneFlags() {
        return longAt(RecordLayout.FORK_CLONE_FLAGS);
    }

    public int childTgid() {
        return intAt(RecordLayout.FORK_CHILD_TGID);
    }

    public int childMntNs() {
        return intAt(RecordLayout.FORK_CHILD_MNT_NS);
    }

    public int childPidNs() {
        return intAt(RecordLayout.FORK_CHILD_PID_NS);
    }
}
