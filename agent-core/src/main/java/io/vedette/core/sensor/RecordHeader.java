package io.vedette.core.sensor;

import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.RecordLayout;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/// The header of a record that is put together in user space. Makes no objects.
public final class RecordHeader {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private RecordHeader() {}

    /// Begins a record with nothing but its header: the rest is 0.
    ///
    /// @param length of the fixed part
    public static void write(MutableDirectBuffer buffer, int kind, int length, long bootTimeNs, Owner owner) {
        buffer.setMemory(0, length, (byte) 0);
        buffer.putInt(RecordLayout.SIZE, length, ORDER);
        buffer.putShort(RecordLayout.KIND, (short) kind, ORDER);
        buffer.putShort(RecordLayout.ABI_OFFSET, (short) RecordLayout.ABI, ORDER);
        buffer.putLong(RecordLayout.BOOT_TIME_NS, bootTimeNs, ORDER);
        buffer.putLong(RecordLayout.CGROUP_ID, owner.cgroupId(), ORDER);
        buffer.putLong(RecordLayout.START_BOOT_TIME_NS, owner.startBootTimeNs(), ORDER);
        buffer.putLong(RecordLayout.PARENT_START_BOOT_TIME_NS, owner.parentStartBootTimeNs(), ORDER);
        buffer.putInt(RecordLayout.TGID, owner.tgid(), ORDER);
        buffer.putInt(RecordLayout.TID, owner.tgid(), ORDER);
        buffer.putInt(RecordLayout.PARENT_TGID, owner.parentTgid(), ORDER);
        buffer.putInt(RecordLayout.MNT_NS, owner.mntNs(), ORDER);
        buffer.putInt(RecordLayout.PID_NS, owner.pidNs(), ORDER);
        buffer.putInt(RecordLayout.INCOMPLETE, owner.isKnown() ? 0 : IncompleteBits.PROCESS_UNKNOWN, ORDER);
    }
}
