package io.vedette.core.sensor;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.HookCount;
import io.vedette.core.event.RecordLayout;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/// What the tracer counted, a row for each cgroup and kind; see `struct count_row`. One thread, the drain.
final class TracerCounts {

    private static final int ROWS = 1024;
    private static final int ROW_LENGTH = 64;
    private static final int FORGET = RecordLayout.COUNT_KEY_KIND + Integer.BYTES;
    private static final int COUNT = RecordLayout.COUNT_KEY_LENGTH;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    static final int LENGTH = ROWS * ROW_LENGTH;

    private final UnsafeBuffer rows;
    private final Runnable retellCgroups;
    private final HookCount count = new HookCount();

    /// @param retellCgroups has the paths of cgroups told again
    TracerCounts(UnsafeBuffer rows, Runnable retellCgroups) {
        this.rows = rows;
        this.retellCgroups = retellCgroups;
    }

    void read(CountHandler handler) {
        for (int row = 0; row < LENGTH; row += ROW_LENGTH) {
            int kind = rows.getIntVolatile(row + RecordLayout.COUNT_KEY_KIND);
            if (kind != 0 && rows.getInt(row + FORGET, ORDER) == 0) {
                long cgroupId = rows.getLong(row + RecordLayout.COUNT_KEY_CGROUP_ID, ORDER);
                handler.onCount(cgroupId, kind, read(row + COUNT));
            }
        }
    }

    private HookCount read(int at) {
        return count.set(
                rows.getLong(at + RecordLayout.COUNT_SEEN, ORDER),
                rows.getLong(at + RecordLayout.COUNT_LOST, ORDER),
                rows.getLong(at + RecordLayout.COUNT_LIMITED, ORDER),
                rows.getLong(at + RecordLayout.COUNT_NO_STATE, ORDER),
                rows.getLong(at + RecordLayout.COUNT_SAMPLED, ORDER),
                0);
    }

    void forget(long cgroupId) {
        for (int row = 0; row < LENGTH; row += ROW_LENGTH) {
            if (rows.getLong(row + RecordLayout.COUNT_KEY_CGROUP_ID, ORDER) == cgroupId && cgroupId != 0) {
                rows.putIntVolatile(row + FORGET, 1);
            }
        }
        retellCgroups.run();
    }
}
