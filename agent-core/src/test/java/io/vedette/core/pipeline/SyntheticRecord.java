package io.vedette.core.pipeline;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.ForkFlyweight;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/// Records as a sensor would write them, for processes that were never there.
final class SyntheticRecord {

    static final int INITIAL_PID_NS = 0xEFFF_FFFC;
    static final long CGROUP = 4711;

    private SyntheticRecord() {}

    /// A process starts at `tgid` nanoseconds.
    static UnsafeBuffer exec(int tgid, int parentTgid, byte[] binary, byte[] args) {
        int size = RecordLayout.EXEC_LENGTH + binary.length + args.length;
        UnsafeBuffer record = header(Kinds.EXEC, size, tgid, parentTgid);
        record.putShort(RecordLayout.EXEC_BINARY_LEN, (short) binary.length);
        record.putInt(RecordLayout.EXEC_ARGS_LEN, args.length);
        record.putInt(RecordLayout.EXEC_ARGS_TOTAL, args.length);
        record.putBytes(RecordLayout.EXEC_LENGTH, binary);
        record.putBytes(RecordLayout.EXEC_LENGTH + binary.length, args);
        return record;
    }

    static UnsafeBuffer fork(int tgid, int parentTgid, int childTgid) {
        UnsafeBuffer record = header(Kinds.FORK, RecordLayout.FORK_LENGTH, tgid, parentTgid);
        record.putInt(RecordLayout.FORK_CHILD_TGID, childTgid);
        record.putLong(RecordLayout.FORK_CHILD_START_BOOT_TIME_NS, childTgid);
        record.putLong(RecordLayout.FORK_CHILD_CGROUP_ID, CGROUP);
        record.putInt(RecordLayout.FORK_CHILD_PID_NS, INITIAL_PID_NS);
        return record;
    }

    static UnsafeBuffer cgroup(long id, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        UnsafeBuffer record = header(Kinds.CGROUP, RecordLayout.CGROUP_LENGTH + bytes.length, 0, 0);
        record.putLong(RecordLayout.CGROUP_ID, id);
        record.putShort(RecordLayout.CGROUP_PATH_LEN, (short) bytes.length);
        record.putBytes(RecordLayout.CGROUP_LENGTH, bytes);
        return record;
    }

    static ExecFlyweight execView(UnsafeBuffer record) {
        return new ExecFlyweight().wrap(record, 0);
    }

    static ForkFlyweight forkView(UnsafeBuffer record) {
        return new ForkFlyweight().wrap(record, 0);
    }

    private static UnsafeBuffer header(int kind, int size, int tgid, int parentTgid) {
        UnsafeBuffer record = new UnsafeBuffer(new byte[size]);
        record.putInt(RecordLayout.SIZE, size);
        record.putShort(RecordLayout.KIND, (short) kind);
        record.putShort(RecordLayout.ABI_OFFSET, (short) RecordLayout.ABI);
        record.putLong(RecordLayout.BOOT_TIME_NS, 1_000_000L + tgid);
        record.putLong(RecordLayout.CGROUP_ID, CGROUP);
        record.putLong(RecordLayout.START_BOOT_TIME_NS, tgid);
        record.putLong(RecordLayout.PARENT_START_BOOT_TIME_NS, parentTgid);
        record.putInt(RecordLayout.TGID, tgid);
        record.putInt(RecordLayout.TID, tgid);
        record.putInt(RecordLayout.PARENT_TGID, parentTgid);
        record.putInt(RecordLayout.PID_NS, INITIAL_PID_NS);
        return record;
    }
}
