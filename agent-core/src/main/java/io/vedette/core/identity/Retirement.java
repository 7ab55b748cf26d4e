package io.vedette.core.identity;

import org.agrona.concurrent.AtomicBuffer;

/// The images whose time is over, in the order in which it ended, until nothing needs them any more.
///
/// A ring of slot numbers as large as the table, so it can't overflow: an image is in it at most once. Owned
/// by the drain.
final class Retirement {

    /// There is nothing to look at now.
    static final int NOBODY = -1;

    /// The image that was looked at is still needed.
    static final int NEEDED = -2;

    private static final int ANY = -1;

    /// Of the oldest ones, when one has to go early.
    private static final int MOST_LOOKED_AT = 64;

    private final ProcessSlots slots;
    private final AtomicBuffer buffer;
    private final long graceNs;
    private final int[] ring;
    private long head;
    private long tail;

    Retirement(ProcessSlots slots, long graceNs) {
        this.slots = slots;
        this.buffer = slots.buffer();
        this.graceNs = graceNs;
        ring = new int[slots.capacity()];
    }

    /// @param atOnce without the grace period: the process lives on with another image
    void add(int slot, long bootTimeNs, boolean atOnce) {
        long until = atOnce ? bootTimeNs : bootTimeNs + graceNs;
        buffer.putLong(slot * ProcessSlots.SLOT_BYTES + ProcessSlots.RETIRED_AT, until);
        put(slot);
    }

    /// Looks at the oldest one.
    ///
    /// @return its slot if nothing needs it (then it is out of the ring), [#NEEDED], or [#NOBODY]
    int next(long bootTimeNs) {
        if (head == tail) {
            return NOBODY;
        }
        int slot = ring[index(head)];
        int base = slot * ProcessSlots.SLOT_BYTES;
        if (buffer.getLong(base + ProcessSlots.RETIRED_AT) - bootTimeNs > 0) {
            return NOBODY;
        }
        head++;
        if (buffer.getInt(base + ProcessSlots.CHILDREN) > 0 || slots.isPinned(slot)) {
            // Looked at again after all others: one that is long needed must not hold up the rest.
            put(slot);
            return NEEDED;
        }
        return slot;
    }

    /// Takes one that no event in flight refers to, even if its time is not over: an old one of this container that
    /// has no descendants, else of another one, else the oldest one, descendants or not.
    ///
    /// @param container that needs the slot
    int evict(int container) {
        int own = take(container, false, true, ProcessSlots.NO_SLOT);
        if (own != NOBODY) {
            return own;
        }
        int other = take(ANY, false, true, ProcessSlots.NO_SLOT);
        return other != NOBODY ? other : evictOldest();
    }

    /// Takes an old one of this container that no event in flight refers to; one without descendants if there is one.
    ///
    /// @return [#NOBODY] when there is none among the oldest
    int evictOwn(int container) {
        int childless = take(container, false, true, ProcessSlots.NO_SLOT);
        return childless != NOBODY ? childless : take(container, false, false, ProcessSlots.NO_SLOT);
    }

    /// Takes an old one of this container that holds a description and that no event in flight refers to; one
    /// without descendants if there is one.
    ///
    /// @param keep a slot that is not to be taken, or [ProcessSlots#NO_SLOT]
    /// @return [#NOBODY] when there is none among the oldest
    int evictDescribed(int container, int keep) {
        int childless = take(container, true, true, keep);
        return childless != NOBODY ? childless : take(container, true, false, keep);
    }

    private int take(int container, boolean described, boolean childless, int keep) {
        long until = Math.min(tail, head + MOST_LOOKED_AT);
        for (long at = head; at < until; at++) {
            int slot = ring[index(at)];
            int base = slot * ProcessSlots.SLOT_BYTES;
            if (slot != keep
                    && (container == ANY || buffer.getInt(base + ProcessSlots.CONTAINER) == container)
                    && (!described || buffer.getInt(base + ProcessSlots.BLOB_LENGTH) > 0)
                    && (!childless || buffer.getInt(base + ProcessSlots.CHILDREN) == 0)
                    && !slots.isPinned(slot)) {
                // The oldest one takes its place, so that there is no hole.
                ring[index(at)] = ring[index(head++)];
                return slot;
            }
        }
        return NOBODY;
    }

    private int evictOldest() {
        for (long left = tail - head; left > 0; left--) {
            int slot = ring[index(head++)];
            if (!slots.isPinned(slot)) {
                return slot;
            }
            put(slot);
        }
        return NOBODY;
    }

    private void put(int slot) {
        ring[index(tail++)] = slot;
    }

    private int index(long position) {
        return (int) (position % ring.length);
    }
}
