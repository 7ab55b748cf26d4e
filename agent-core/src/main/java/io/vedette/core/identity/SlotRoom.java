package io.vedette.core.identity;

import java.util.function.IntConsumer;
import org.agrona.collections.IntArrayList;

/// The slots of processes, shared by containers as [Shares] says.
///
/// Where a container has its share, its own images whose time is over go, the oldest first; when it has none its new
/// process gets no slot. Where none is left for anyone, anyone's do. One thread, the drain.
final class SlotRoom {

    /// With so many free slots not even a container without any has one more, as [Shares] says.
    private static final int FULL = 1;

    private final ProcessSlots slots;
    private final Retirement retirement;
    private final IntConsumer release;
    private final Shares shares;
    private final IntArrayList free;

    /// @param release frees a slot that was taken out of the retirement, by [#give]
    SlotRoom(ProcessSlots slots, Retirement retirement, IntConsumer release) {
        this.slots = slots;
        this.retirement = retirement;
        this.release = release;
        shares = new Shares(slots.capacity());
        free = new IntArrayList(slots.capacity(), Integer.MIN_VALUE);
        for (int slot = slots.capacity() - 1; slot >= 0; slot--) {
            free.addInt(slot);
        }
    }

    int free() {
        return free.size();
    }

    /// Whether a container gets one without another's going.
    boolean hasFor(int container) {
        return shares.mayHave(container, 1);
    }

    /// @return a new image, in a slot that has the container's number, or [ProcessSlots#NONE]
    long take(int container) {
        if (!hasFor(container)) {
            boolean isLeft = free.size() > FULL;
            int evicted = isLeft ? retirement.evictOwn(container) : retirement.evict(container);
            if (evicted == Retirement.NOBODY) {
                return ProcessSlots.NONE;
            }
            release.accept(evicted);
        }
        int slot = free.removeAt(free.size() - 1);
        shares.take(container, 1);
        long image = slots.renew(slot);
        slots.buffer().putInt(containerOf(slot), container);
        return image;
    }

    void give(int slot) {
        shares.give(slots.buffer().getInt(containerOf(slot)), 1);
        free.addInt(slot);
    }

    private static int containerOf(int slot) {
        return slot * ProcessSlots.SLOT_BYTES + ProcessSlots.CONTAINER;
    }
}
