package io.vedette.core.sensor;

import io.vedette.core.bpf.BpfObject;
import io.vedette.core.ffi.Libbpf;
import io.vedette.core.filter.Filters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;

/// Tells the hooks what is not wanted, before they see an event of it. One thread, the drain.
final class KernelFilters {

    /// Room in the map of ignored cgroups.
    static final int MAX_CGROUPS = 4096;

    private static final int KINDS = 256;

    private final Libbpf libbpf;
    private final Settings settings;
    private final PathRules paths;
    private final int cgroupsFd;
    private final LongHashSet ignored = new LongHashSet();
    private final UnsafeBuffer entry = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Long.BYTES));

    KernelFilters(Libbpf libbpf, BpfObject object, Settings settings) {
        this.libbpf = libbpf;
        this.settings = settings;
        paths = new PathRules(libbpf, object.mapFd("path_rules"));
        cgroupsFd = object.mapFd("ignored_cgroups");
    }

    void apply(Filters filters) {
        for (int kind = 0; kind < KINDS; kind++) {
            settings.kind(kind, !filters.kindsOff().containsValue(kind));
        }
        settings.pathRules(paths.apply(filters));
    }

    /// @return false when there is no room
    boolean ignore(long cgroupId, boolean ignore) {
        entry.putLong(0, cgroupId, ByteOrder.nativeOrder());
        entry.putByte(Long.BYTES, (byte) 1);
        if (!ignore) {
            libbpf.delete(cgroupsFd, entry.addressOffset());
            ignored.remove(cgroupId);
        } else if (libbpf.update(cgroupsFd, entry.addressOffset(), entry.addressOffset() + Long.BYTES) == 0) {
            ignored.add(cgroupId);
        } else {
            return false;
        }
        settings.ignoresCgroups(!ignored.isEmpty());
        return true;
    }
}
