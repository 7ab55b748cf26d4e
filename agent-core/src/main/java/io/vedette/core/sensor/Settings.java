package io.vedette.core.sensor;

import io.vedette.core.event.RecordLayout;
import io.vedette.core.ffi.Libc;
import io.vedette.core.limits.Shedding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/// What the agent tells the hooks while they run: the programs' variables, mapped; see [RecordLayout].
///
/// If they can't be mapped the hooks keep their defaults, and nobody wakes the reader before its time. Each
/// setting has one writer; the hooks see a change with their next event.
final class Settings implements AutoCloseable {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int KINDS = 256;

    private final Libc libc;
    private final long address;
    private final UnsafeBuffer variables;

    /// @param variablesFd of the map with the programs' variables
    Settings(Libc libc, int variablesFd) {
        this(libc, variablesFd, 0);
    }

    /// @param offset where they are in the file, at the beginning of a page
    Settings(Libc libc, int fd, long offset) {
        this.libc = libc;
        address = libc.mmap(0, libc.pageSize(), Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, fd, offset);
        variables = isMapped()
                ? new UnsafeBuffer(address, RecordLayout.SETTINGS_LENGTH)
                : new UnsafeBuffer(ByteBuffer.allocateDirect(RecordLayout.SETTINGS_LENGTH));
    }

    /// @param state one of [Readiness]'s
    void reader(int state) {
        variables.putIntVolatile(RecordLayout.SETTINGS_READER_ASLEEP, state);
    }

    /// @param wanted false to have the kind told no more
    void kind(int kind, boolean wanted) {
        int at = RecordLayout.SETTINGS_KINDS_OFF + kind / Long.SIZE * Long.BYTES;
        long bit = 1L << kind;
        long before = variables.getLong(at, ORDER);
        variables.putLong(at, wanted ? before & ~bit : before | bit, ORDER);
    }

    /// @param any whether the map of cgroups that are not wanted has any
    void ignoresCgroups(boolean any) {
        variables.putInt(RecordLayout.SETTINGS_IGNORES_CGROUPS, any ? 1 : 0, ORDER);
    }

    /// @param count of the rules in the map of path rules
    void pathRules(int count) {
        variables.putInt(RecordLayout.SETTINGS_PATH_RULES, count, ORDER);
    }

    /// @param bytes in the file ring from which on it counts as filling up
    void fileFree(int bytes) {
        variables.putInt(RecordLayout.SETTINGS_FILE_FREE, bytes, ORDER);
    }

    /// The rates come first: a hook that finds `shedding` set looks at them.
    void shares(Shedding shedding) {
        for (int kind = 0; kind < KINDS; kind++) {
            short rate = (short) shedding.rate(kind);
            variables.putShort(RecordLayout.SETTINGS_SHARE_RATES + kind * Short.BYTES, rate, ORDER);
        }
        variables.putIntVolatile(RecordLayout.SETTINGS_SHEDDING, shedding.leavesOut() ? 1 : 0);
    }

    /// @param perSecond file events of one cgroup, once the file ring is filling up
    void fileRate(int perSecond) {
        variables.putInt(RecordLayout.SETTINGS_FILE_RATE, perSecond, ORDER);
    }

    /// @param windowNs for how long repeated opens are told together; 0: never
    void coalesceNs(long windowNs) {
        variables.putLong(RecordLayout.SETTINGS_COALESCE_NS, windowNs, ORDER);
    }

    @Override
    public void close() {
        if (isMapped()) {
            libc.munmap(address, libc.pageSize());
        }
    }

    /// Failures are negative error numbers.
    private boolean isMapped() {
        return address > 0;
    }
}
