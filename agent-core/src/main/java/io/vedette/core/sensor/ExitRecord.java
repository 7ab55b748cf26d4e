package io.vedette.core.sensor;

import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// An `EXIT` record of a process that procfs has no more, one after the other in the same bytes. One thread uses it.
final class ExitRecord {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RecordLayout.EXIT_LENGTH]);

    void build(int pid, ProcfsSensor.Known process, long nowBootNs) {
        buffer.setMemory(0, RecordLayout.EXIT_LENGTH, (byte) 0);
        buffer.putInt(RecordLayout.SIZE, RecordLayout.EXIT_LENGTH, ORDER);
        buffer.putShort(RecordLayout.KIND, (short) Kinds.EXIT, ORDER);
        buffer.putShort(RecordLayout.ABI_OFFSET, (short) RecordLayout.ABI, ORDER);
        buffer.putLong(RecordLayout.BOOT_TIME_NS, nowBootNs, ORDER);
        buffer.putLong(RecordLayout.CGROUP_ID, process.cgroupId(), ORDER);
        buffer.putLong(RecordLayout.START_BOOT_TIME_NS, process.startBootTimeNs(), ORDER);
        buffer.putInt(RecordLayout.TGID, pid, ORDER);
        buffer.putInt(RecordLayout.TID, pid, ORDER);
        buffer.putInt(RecordLayout.MNT_NS, process.mntNs(), ORDER);
        buffer.putInt(RecordLayout.PID_NS, process.pidNs(), ORDER);
        buffer.putInt(RecordLayout.INCOMPLETE, IncompleteBits.FROM_PROCFS, ORDER);
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int length() {
        return RecordLayout.EXIT_LENGTH;
    }
}
