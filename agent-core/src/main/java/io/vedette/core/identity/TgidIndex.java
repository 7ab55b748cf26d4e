package io.vedette.core.identity;

import org.agrona.collections.Int2IntHashMap;
import org.agrona.concurrent.AtomicBuffer;

/// Finds slots by host pid: the newest one of each pid in a hash map, older ones behind it through the slots'
/// own links.
///
/// One thread, the drain. Allocates nothing once the map has grown.
final class TgidIndex {

    /// In place of a slot.
    static final int NONE = -1;

    private final AtomicBuffer slots;
    private final Int2IntHashMap newest = new Int2IntHashMap(NONE);

    TgidIndex(ProcessSlots slots) {
        this.slots = slots.buffer();
    }

    /// @return the newest slot of the process, or [#NONE]
    int find(int tgid, long startBootTimeNs) {
        int slot = newest.get(tgid);
        while (slot != NONE && start(slot) != startBootTimeNs) {
            slot = next(slot);
        }
        return slot;
    }

    /// @return the newest slot of the newest process with this pid, or [#NONE]
    int newest(int tgid) {
        return newest.get(tgid);
    }

    /// The newest slots of all pids; used up before anything is added or removed.
    Int2IntHashMap.ValueIterator newestOfAll() {
        return newest.values().iterator();
    }

    /// Puts a slot before all others of its pid.
    void addNewest(int slot) {
        int tgid = tgid(slot);
        setNext(slot, newest.get(tgid));
        newest.put(tgid, slot);
    }

    /// Puts a slot right behind the newest one of its pid.
    void addSecond(int slot) {
        int first = newest.get(tgid(slot));
        setNext(slot, next(first));
        setNext(first, slot);
    }

    void remove(int slot) {
        int tgid = tgid(slot);
        int at = newest.get(tgid);
        if (at == slot) {
            if (next(slot) == NONE) {
                newest.remove(tgid);
            } else {
                newest.put(tgid, next(slot));
            }
            return;
        }
        while (at != NONE && next(at) != slot) {
            at = next(at);
        }
        if (at != NONE) {
            setNext(at, next(slot));
        }
    }

    private int tgid(int slot) {
        return slots.getInt(slot * ProcessSlots.SLOT_BYTES + ProcessSlots.TGID);
    }

    private long start(int slot) {
        return slots.getLong(slot * ProcessSlots.SLOT_BYTES + ProcessSlots.START);
    }

    /// Kept one higher, so that a cleared slot has none.
    private int next(int slot) {
        return slots.getInt(slot * ProcessSlots.SLOT_BYTES + ProcessSlots.NEXT) - 1;
    }

    private void setNext(int slot, int next) {
        slots.putInt(slot * ProcessSlots.SLOT_BYTES + ProcessSlots.NEXT, next + 1);
    }
}
