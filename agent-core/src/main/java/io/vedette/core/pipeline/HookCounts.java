package io.vedette.core.pipeline;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.HookCount;
import io.vedette.core.event.Kinds;
import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.Tally;
import java.util.function.LongConsumer;
import org.agrona.collections.Long2LongCounterMap;

/// Brings what the hooks counted into the books: their totals are per cgroup, the books per container.
///
/// What a hook saw of a cgroup, less what its ring lost and what was drained, is still in the kernel's ring,
/// or has gone in silence: it shows in the books as waiting either way, and nothing may be left of it when
/// the ring is empty. It is the cgroup's present container that it is counted for, because a runtime's first
/// processes are in a container's cgroup before they are in the container.
///
/// One thread, the drain. Counting a drained event allocates nothing.
final class HookCounts implements CountHandler {

    private static final int KIND_BITS = 8;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;

    private final ContainerTable containers;
    private final LongConsumer active;
    private final Long2LongCounterMap drained = new Long2LongCounterMap(0);
    private final Long2LongCounterMap seenBefore = new Long2LongCounterMap(0);
    private final Long2LongCounterMap lostBefore = new Long2LongCounterMap(0);
    private final Long2LongCounterMap limitedBefore = new Long2LongCounterMap(0);
    private final Long2LongCounterMap noStateBefore = new Long2LongCounterMap(0);
    private final Long2LongCounterMap sampledBefore = new Long2LongCounterMap(0);
    private final Long2LongCounterMap skippedBefore = new Long2LongCounterMap(0);
    private final Long2LongCounterMap inKernel = new Long2LongCounterMap(0);
    private boolean ringIsEmpty;
    private long lostTotal;

    /// @param active told of each cgroup that something new was counted in
    HookCounts(ContainerTable containers, LongConsumer active) {
        this.containers = containers;
        this.active = active;
    }

    /// Notes that a record came out of the sensor's ring.
    ///
    /// @param events that it stands for
    void drained(long cgroupId, int kind, long events) {
        drained.addAndGet(key(cgroupId, kind), events);
    }

    /// Begins a reading of the hooks' counts: [#onCount] follows for each row, then [#end].
    ///
    /// @param ringIsEmpty whether all that the hooks wrote before has been drained
    void begin(boolean ringIsEmpty) {
        this.ringIsEmpty = ringIsEmpty;
        inKernel.clear();
    }

    @Override
    public void onCount(long cgroupId, int kind, HookCount count) {
        Container container = container(cgroupId);
        if (container == null) {
            return;
        }
        long key = key(cgroupId, kind);
        if (growth(seenBefore, key, count.seen) > 0) {
            active.accept(cgroupId);
        }
        long newlyLost = growth(lostBefore, key, count.lost);
        Books books = container.books();
        books.add(kind, Tally.KERNEL_RING_FULL, newlyLost);
        books.add(kind, Tally.KERNEL_RATE_LIMITED, growth(limitedBefore, key, count.limited));
        books.add(kind, Tally.KERNEL_NO_STATE, growth(noStateBefore, key, count.noState));
        long newlySampled = growth(sampledBefore, key, count.sampled);
        books.add(kind, Tally.KERNEL_SAMPLED, newlySampled);
        books.add(kind, Tally.KERNEL_SKIPPED, growth(skippedBefore, key, count.skipped));
        lostTotal += newlyLost + (kind == Kinds.EXIT ? newlySampled : 0);
        if (cgroupId != NO_CGROUP) {
            inKernel.addAndGet(key(container.index(), kind), count.told() - drained.get(key));
        }
    }

    /// Ends a reading: what the hooks saw and is neither lost nor drained stands in the books.
    void end() {
        for (int index = 0; index < containers.capacity(); index++) {
            Container container = containers.at(index);
            for (int kind = 0; container != null && kind < Books.KINDS; kind++) {
                if (container.books().has(kind)) {
                    container.books().set(kind, Tally.IN_KERNEL, inKernel.get(key(index, kind)));
                }
            }
        }
    }

    /// What the hooks' ring had no room for, of all cgroups, and exits that were left out: it only grows.
    long lostTotal() {
        return lostTotal;
    }

    /// The hooks are gone for good: what they saw and nobody drained is lost.
    void lose() {
        for (int index = 0; index < containers.capacity(); index++) {
            Container container = containers.at(index);
            for (int kind = 0; container != null && kind < Books.KINDS; kind++) {
                if (container.books().has(kind)) {
                    long waiting = container.books().get(kind, Tally.IN_KERNEL);
                    container.books().set(kind, Tally.IN_KERNEL, 0);
                    container.books().add(kind, Tally.KERNEL_ERROR, Math.max(0, waiting));
                }
            }
        }
    }

    /// New hooks count from zero.
    void restart() {
        drained.clear();
        seenBefore.clear();
        lostBefore.clear();
        limitedBefore.clear();
        noStateBefore.clear();
        sampledBefore.clear();
        skippedBefore.clear();
        inKernel.clear();
    }

    /// Forgets a cgroup that is gone.
    void forget(long cgroupId) {
        for (int kind = 0; kind <= KIND_MASK; kind++) {
            drained.remove(key(cgroupId, kind));
            seenBefore.remove(key(cgroupId, kind));
            lostBefore.remove(key(cgroupId, kind));
            limitedBefore.remove(key(cgroupId, kind));
            noStateBefore.remove(key(cgroupId, kind));
            sampledBefore.remove(key(cgroupId, kind));
            skippedBefore.remove(key(cgroupId, kind));
        }
    }

    /// A cgroup that no record has told of yet has no container as long as one may still come; then its path
    /// decides.
    private @org.jspecify.annotations.Nullable Container container(long cgroupId) {
        if (cgroupId == NO_CGROUP) {
            return containers.get(ContainerTable.UNKNOWN);
        }
        Container told = containers.ofCgroup(cgroupId);
        return told == null && ringIsEmpty ? containers.ofCgroupPath(cgroupId) : told;
    }

    private static long key(long owner, int kind) {
        return (owner << KIND_BITS) | kind;
    }

    private static long growth(Long2LongCounterMap before, long key, long total) {
        long last = before.get(key);
        if (total <= last) {
            return 0;
        }
        before.put(key, total);
        return total - last;
    }
}
