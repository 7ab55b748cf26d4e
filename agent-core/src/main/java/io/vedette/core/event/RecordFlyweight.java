package io.vedette.core.event;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// View over the header that every record starts with; see [RecordLayout].
///
/// One thread uses a flyweight at a time. It keeps no bytes: what it reads is valid as long as the buffer's
/// bytes are, which for a record from a ring is until the handler returns. Call `isValid` before any other
/// accessor: the accessors trust the record. Numbers that are unsigned 32 bit in the kernel come as the same
/// bits in an `int`. Times are nanoseconds of `CLOCK_BOOTTIME`.
public sealed class RecordFlyweight
        permits CgroupFlyweight, DetailFlyweight, ExecFailedFlyweight, ExecFlyweight, ExitFlyweight, ForkFlyweight {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final DirectBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    protected DirectBuffer buffer = NOTHING;
    protected int offset;

    /// Looks at the record that starts at `offset` of `buffer`.
    public RecordFlyweight wrap(DirectBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /// Whether the record has a header of this ABI, and is as long as it says.
    ///
    /// @param length bytes of the record, as its source gave it
    public boolean isValid(int length) {
        return length >= RecordLayout.HEADER_LENGTH && size() == length && abi() == RecordLayout.ABI;
    }

    public final DirectBuffer buffer() {
        return buffer;
    }

    public final int offset() {
        return offset;
    }

    public final int size() {
        return intAt(RecordLayout.SIZE);
    }

    /// One of [Kinds], or a kind that this agent does not know.
    public final int kind() {
        return shortAt(RecordLayout.KIND);
    }

    public final int abi() {
        return shortAt(RecordLayout.ABI_OFFSET);
    }

    public final long bootTimeNs() {
        return longAt(RecordLayout.BOOT_TIME_NS);
    }

    public final long cgroupId() {
        return longAt(RecordLayout.CGROUP_ID);
    }

    public final long startBootTimeNs() {
        return longAt(RecordLayout.START_BOOT_TIME_NS);
    }

    public final long parentStartBootTimeNs() {
        return longAt(RecordLayout.PARENT_START_BOOT_TIME_NS);
    }

    public final int tgid() {
        return intAt(RecordLayout.TGID);
    }

    public final int tid() {
        return intAt(RecordLayout.TID);
    }

    public final int parentTgid() {
        return intAt(RecordLayout.PARENT_TGID);
    }

    public final int mntNs() {
        return intAt(RecordLayout.MNT_NS);
    }

    public final int pidNs() {
        return intAt(RecordLayout.PID_NS);
    }

    /// How many events the record stands for.
    public long count() {
        return 1;
    }

    /// Some of [IncompleteBits].
    public final int incomplete() {
        return intAt(RecordLayout.INCOMPLETE);
    }

    final long longAt(int field) {
        return buffer.getLong(offset + field, ORDER);
    }

    final int intAt(int field) {
        return buffer.getInt(offset + field, ORDER);
    }

    final int shortAt(int field) {
        return buffer.getShort(offset + field, ORDER) & 0xFFFF;
    }
}
