package io.vedette.bench.micro;

import static io.vedette.core.event.FileLayout.*;
import static io.vedette.core.event.RecordLayout.*;

import io.vedette.core.event.Kinds;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/// Records as the kernel writes them, of an ordinary exec and of what such a process does.
public final class SampleRecords {

    public static final String BINARY = "/usr/lib/jvm/java-25/bin/java";
    public static final String CWD = "/srv/application";
    public static final String ARGS =
            "java\0-Xmx256m\0-cp\0/srv/application/lib/*\0com.example.Application\0--port\08080\0";

    public static final String PATH = "/srv/application/data/customers/2026/11/orders.json";

    /// The cgroup that all of them are of.
    public static final long CGROUP = 4321;

    private static final int O_CLOEXEC = 02000000;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private SampleRecords() {}

    /// An exec of a process that starts at `tgid` ns after boot.
    public static UnsafeBuffer exec(int tgid, int parentTgid) {
        byte[] tail = (BINARY + BINARY + CWD + ARGS).getBytes(StandardCharsets.US_ASCII);
        UnsafeBuffer record = new UnsafeBuffer(new byte[EXEC_LENGTH + tail.length]);
        head(record, Kinds.EXEC, tgid);
        record.putLong(PARENT_START_BOOT_TIME_NS, parentTgid, ORDER);
        record.putInt(PARENT_TGID, parentTgid, ORDER);
        for (int field = PROCESS_CAP_EFFECTIVE; field < PROCESS_COMM; field += Integer.BYTES) {
            record.putInt(EXEC_PROCESS + field, 1000 + field, ORDER);
        }
        record.putStringWithoutLengthAscii(EXEC_PROCESS + PROCESS_COMM, "java");
        record.putInt(EXEC_OLD_TID, tgid, ORDER);
        record.putInt(EXEC_ARGS_TOTAL, ARGS.length(), ORDER);
        record.putInt(EXEC_ARGS_LEN, ARGS.length(), ORDER);
        record.putShort(EXEC_BINARY_LEN, (short) BINARY.length(), ORDER);
        record.putShort(EXEC_PATH_LEN, (short) BINARY.length(), ORDER);
        record.putShort(EXEC_CWD_LEN, (short) CWD.length(), ORDER);
        record.putBytes(EXEC_LENGTH, tail);
        return record;
    }

    /// An open for reading by a process of [#exec].
    public static UnsafeBuffer open(int tgid) {
        UnsafeBuffer record = new UnsafeBuffer(new byte[OPEN_LENGTH + PATH.length()]);
        head(record, Kinds.OPEN, tgid);
        record.putShort(OPEN_PATH + NAMED_BASE_LEN, (short) PATH.length(), ORDER);
        record.putInt(OPEN_FLAGS, O_CLOEXEC, ORDER);
        record.putInt(OPEN_COUNT, 1, ORDER);
        record.putStringWithoutLengthAscii(OPEN_LENGTH, PATH);
        return record;
    }

    /// The end of a process of [#exec].
    public static UnsafeBuffer exit(int tgid) {
        UnsafeBuffer record = new UnsafeBuffer(new byte[EXIT_LENGTH]);
        head(record, Kinds.EXIT, tgid);
        return record;
    }

    private static void head(UnsafeBuffer record, int kind, int tgid) {
        record.putInt(SIZE, record.capacity(), ORDER);
        record.putShort(KIND, (short) kind, ORDER);
        record.putShort(ABI_OFFSET, (short) ABI, ORDER);
        record.putLong(BOOT_TIME_NS, 1_000_000_000L + tgid, ORDER);
        record.putLong(CGROUP_ID, CGROUP, ORDER);
        record.putLong(START_BOOT_TIME_NS, tgid, ORDER);
        record.putInt(TGID, tgid, ORDER);
        record.putInt(TID, tgid, ORDER);
        record.putInt(MNT_NS, 0xF000_0001, ORDER);
        record.putInt(PID_NS, 0xF000_0002, ORDER);
    }
}
