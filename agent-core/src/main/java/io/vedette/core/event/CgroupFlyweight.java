package io.vedette.core.event;

import org.agrona.DirectBuffer;

/// View over a `CGROUP` record, of whose header only the cgroup id and the time are set; see [RecordLayout]
/// and the rules of [RecordFlyweight].
public final class CgroupFlyweight extends RecordFlyweight {

    @Override
    public CgroupFlyweight wrap(DirectBuffer buffer, int offset) {
        super.wrap(buffer, offset);
        return this;
    }

    @Override
    public boolean isValid(int length) {
        return length >= RecordLayout.CGROUP_LENGTH
                && super.isValid(length)
                && RecordLayout.CGROUP_LENGTH + pathLength() == length;
    }

    /// The path in the cgroup v2 hierarchy, `/` for its root; a position in the buffer.
    public int pathOffset() {
        return offset + RecordLayout.CGROUP_LENGTH;
    }

    public int pathLength() {
        return shortAt(RecordLayout.CGROUP_PATH_LEN);
    }
}
