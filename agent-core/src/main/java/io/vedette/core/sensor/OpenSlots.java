package io.vedette.core.sensor;

import static io.vedette.core.event.FileLayout.*;

import io.vedette.core.event.RecordHandler;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.ffi.Libc;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// Opens that the hooks count together: tells those whose window has passed and which no later open told.
///
/// The places are shared with the hooks, which never wait for one: what this holds, they go around. One thread, the
/// drain; allocates nothing. Where the places can't be mapped nothing may be counted together: see [#map].
final class OpenSlots implements AutoCloseable {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int SLOTS = 4096;
    private static final int RECORD_BYTES = 512;
    private static final int SLOTS_BYTES = SLOTS * OPEN_SLOT_LENGTH;
    private static final int RECORDS_BYTES = SLOTS * RECORD_BYTES;

    /// A hook holds a place for microseconds; unless its CPU is taken from it.
    private static final int TRIES = 100_000;

    private final Libc libc;
    private final long slotsAddress;
    private final long recordsAddress;
    private final UnsafeBuffer slots;
    private final UnsafeBuffer records;
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[RECORD_BYTES]);

    private OpenSlots(Libc libc, long slotsAddress, long recordsAddress) {
        this.libc = libc;
        this.slotsAddress = slotsAddress;
        this.recordsAddress = recordsAddress;
        slots = new UnsafeBuffer(slotsAddress, SLOTS_BYTES);
        records = new UnsafeBuffer(recordsAddress, RECORDS_BYTES);
    }

    /// @return null when they can't be mapped
    static @Nullable OpenSlots map(Libc libc, int slotsFd, int recordsFd) {
        int protection = Libc.PROT_READ | Libc.PROT_WRITE;
        long slots = libc.mmap(0, SLOTS_BYTES, protection, Libc.MAP_SHARED, slotsFd, 0);
        if (slots < 0) {
            return null;
        }
        long records = libc.mmap(0, RECORDS_BYTES, protection, Libc.MAP_SHARED, recordsFd, 0);
        if (records < 0) {
            libc.munmap(slots, SLOTS_BYTES);
            return null;
        }
        return new OpenSlots(libc, slots, records);
    }

    /// Tells what began before a time.
    ///
    /// @param beforeNs on the boot clock
    /// @return how many records that were
    int sweep(RecordHandler handler, long beforeNs) {
        int told = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            int at = slot * OPEN_SLOT_LENGTH;
            if (slots.getInt(at + OPEN_SLOT_COUNT, ORDER) != 0
                    && slots.getLong(at + OPEN_SLOT_SINCE_NS, ORDER) - beforeNs < 0
                    && slots.compareAndSetInt(at + OPEN_SLOT_LOCKED, 0, 1)) {
                told += take(handler, slot, at);
            }
        }
        return told;
    }

    /// Tells everything, once no hook runs any more that could take a place anew.
    int flush(RecordHandler handler) {
        int told = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            int at = slot * OPEN_SLOT_LENGTH;
            for (int i = 0; i < TRIES && slots.getIntVolatile(at + OPEN_SLOT_COUNT) != 0; i++) {
                if (slots.compareAndSetInt(at + OPEN_SLOT_LOCKED, 0, 1)) {
                    told += take(handler, slot, at);
                }
                Thread.onSpinWait();
            }
        }
        return told;
    }

    /// The place is held. It is free before the handler may throw.
    private int take(RecordHandler handler, int slot, int at) {
        int count = slots.getInt(at + OPEN_SLOT_COUNT, ORDER);
        int size = records.getInt(slot * RECORD_BYTES + RecordLayout.SIZE, ORDER);
        boolean isTold = count != 0 && size >= OPEN_LENGTH && size <= RECORD_BYTES;
        if (isTold) {
            long lastNs = slots.getLong(at + OPEN_SLOT_LAST_NS, ORDER);
            record.putBytes(0, records, slot * RECORD_BYTES, size);
            record.putInt(OPEN_COUNT, count, ORDER);
            record.putLong(OPEN_WINDOW_NS, lastNs - slots.getLong(at + OPEN_SLOT_FIRST_NS, ORDER), ORDER);
            record.putLong(RecordLayout.BOOT_TIME_NS, lastNs, ORDER);
        }
        slots.putInt(at + OPEN_SLOT_COUNT, 0, ORDER);
        slots.putLong(at + OPEN_SLOT_DENTRY, 0, ORDER);
        slots.putIntRelease(at + OPEN_SLOT_LOCKED, 0);
        if (isTold) {
            handler.onRecord(record, 0, size);
        }
        return isTold ? 1 : 0;
    }

    @Override
    public void close() {
        libc.munmap(slotsAddress, SLOTS_BYTES);
        libc.munmap(recordsAddress, RECORDS_BYTES);
    }
}
