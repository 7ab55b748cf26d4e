package io.vedette.bench;

import static io.vedette.core.event.RecordLayout.*;

import io.vedette.core.event.Kinds;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/// Records as the kernel writes them, of an ordinary exec.
public final class SampleRecords {

    public static final String BINARY = "/usr/lib/jvm/java-25/bin/java";
    public static final String CWD = "/srv/application";
    public static final String ARGS =
            "java\0-Xmx256m\0-cp\0/srv/application/lib/*\0com.example.Application\0--port\08080\0";

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private SampleRecords() {}

    /// An exec of a process that starts at `tgid` ns after boot.
    public static UnsafeBuffer exec(int tgid, int parentTgid) {
        byte[] tail = (BINARY + BINARY + CWD + ARGS).getBytes(StandardCharsets.US_ASCII);
        UnsafeBuffer record = new UnsafeBuffer(new byte[EXEC_LENGTH + tail.length]);
        record.putInt(SIZE, record.capacity(), ORDER);
        record.putShort(KIND, (short) Kinds.EXEC, ORDER);
        record.putShort(ABI_OFFSET, (short) ABI, ORDER);
        record.putLong(BOOT_TIME_NS, 1_000_000_000L + tgid, ORDER);
        record.putLong(CGROUP_ID, 4321, ORDER);
        record.putLong(START_BOOT_TIME_NS, tgid, ORDER);
        record.putLong(PARENT_START_BOOT_TIME_NS, parentTgid, ORDER);
        record.putInt(TGID, tgid, ORDER);
        record.putInt(TID, tgid, ORDER);
        record.putInt(PARENT_TGID, parentTgid, ORDER);
        record.putInt(MNT_NS, 0xF000_0001, ORDER);
        record.putInt(PID_NS, 0xF000_0002, ORDER);
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
}
