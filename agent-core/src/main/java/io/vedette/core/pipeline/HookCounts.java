package io.vedette.core.pipeline;

import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.sensor.CountHandler;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.Tally;
import java.util.function.LongConsumer;
import org.agrona.collections.Long2LongHashMap;

/// Brings what the hooks counted into the books: their totals are per cgroup, the books per container.
///
/// A cgroup that no record has told of yet waits, so that its counts don't go to the wrong container; once the sensor's
/// ring is empty no record will tell, and its path decides. One thread, the drain.
final class HookCounts implements CountHandler {

    private static final int KIND_BITS = 8;

    private final ContainerTable containers;
    private final LongConsumer active;
    private final Long2LongHashMap seenBefore = new Long2LongHashMap(0);
    private final Long2LongHashMap lostBefore = new Long2LongHashMap(0);
    private final Long2LongHashMap skippedBefore = new Long2LongHashMap(0);
    private boolean ringIsEmpty;
    private long lostTotal;

    /// @param active told of each cgroup that something new was counted in
    HookCounts(ContainerTable containers, LongConsumer active) {
        this.containers = containers;
        this.active = active;
    }

    /// @param ringIsEmpty whether all that the hooks wrote before has been drained
    void begin(boolean ringIsEmpty) {
        this.ringIsEmpty = ringIsEmpty;
    }

    /// What the hooks' ring had no room for, of all cgroups: it only grows.
    long lostTotal() {
        return lostTotal;
    }

    @Override
    public void onCount(long cgroupId, int kind, long seen, long lost, long skipped) {
        Container container =
                cgroupId == NO_CGROUP ? containers.get(ContainerTable.UNKNOWN) : containers.ofCgroup(cgroupId);
        if (container == null) {
            if (!ringIsEmpty) {
                return;
            }
            container = containers.ofCgroupPath(cgroupId);
        }
        long key = (cgroupId << KIND_BITS) | kind;
        long newlyLost = growth(lostBefore, key, lost);
        long newlySkipped = growth(skippedBefore, key, skipped);
        long newlySeen = growth(seenBefore, key, seen);
        if (newlySeen > 0) {
            active.accept(cgroupId);
        }
        Books books = container.books();
        // What the kernel skipped was not seen by the hook, but it happened: it belongs to both sides of the books.
        books.add(kind, Tally.SEEN, newlySeen + newlySkipped);
        books.add(kind, Tally.KERNEL_RING_FULL, newlyLost);
        books.add(kind, Tally.KERNEL_SKIPPED, newlySkipped);
        lostTotal += newlyLost;
    }

    /// Forgets a cgroup that is gone.
    void forget(long cgroupId) {
        for (int kind = 0; kind < Books.KINDS; kind++) {
            long key = (cgroupId << KIND_BITS) | kind;
            seenBefore.remove(key);
            lostBefore.remove(key);
            skippedBefore.remove(key);
        }
    }

    private static long growth(Long2LongHashMap before, long key, long total) {
        long last = before.get(key);
        if (total <= last) {
            return 0;
        }
        before.put(key, total);
        return total - last;
    }
}
