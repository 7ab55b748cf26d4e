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

    /// Takes the oldest one that no event in flight refers to, even if its time is not over or it has
    /// descendants.
    int evict() {
        for (long left = tail - head; left > 0; left--) {
            int slot = ring[index(head++)];
            if (!slots.isPinned(slot)) {
                return slot;
            }
            put(slot);
        }
        return NOBODY;
    }

    /// Takes an old one of this container that holds a description and that no event in flight refers to, as
    /// [#evict()] does.
    ///
    /// @param most how many are looked at, from the oldest on
    /// @param keep a slot that is not to be taken, or a negative number
    /// @return [#NOBODY] when there is none among them
    int evictOf(int container, int most, int keep) {
        long until = Math.min(tail, head + most);
        for (long at = head; at < until; at++) {
            int slot = ring[index(at)];
            int base = slot * ProcessSlots.SLOT_BYTES;
            if (slot != keep
                    && buffer.getInt(base + ProcessSlots.CONTAINER) == container
                    && buffer.getInt(base + ProcessSlots.BLOB_LENGTH) > 0
                    && !slots.isPinned(slot)) {
                // The oldest one takes its place, so that there is no hole.
                ring[index(at)] = ring[index(head++)];
                return slot;
            }
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
