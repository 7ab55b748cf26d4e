package io.vedette.core.ring;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.collections.IntArrayList;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jspecify.annotations.Nullable;

/// A bounded number of [ContainerRing]s: one for each container as long as there are enough, and a shared one
/// for the rest, so that the memory of the rings has a bound whatever the number of containers.
///
/// **Threads.** [#take] and [#giveBack] are the drain's; the ship walks over [#get]. A ring that is given
/// back keeps its memory and goes to the next container; what is still in it names its own container.
public final class RingPool {

    /// The shared ring's place.
    public static final int SHARED = 0;

    private final AtomicReferenceArray<@Nullable ContainerRing> rings;
    private final IntArrayList idle = new IntArrayList();
    private final int ringBytes;
    private final Memory memory;
    private int made;

    /// @param maxRings how many there may be, the shared one included
    /// @param ringBytes capacity of each, a power of two
    /// @param memory called by the drain when a ring is first needed
    public RingPool(int maxRings, int ringBytes, Memory memory) {
        this.memory = memory;
        this.ringBytes = ringBytes;
        rings = new AtomicReferenceArray<>(maxRings);
        make();
    }

    /// @return the place of a ring for one container, or [#SHARED]
    public int take() {
        if (!idle.isEmpty()) {
            return idle.removeAt(idle.size() - 1);
        }
        return made == rings.length() ? SHARED : make();
    }

    public void giveBack(int place) {
        if (place != SHARED) {
            idle.addInt(place);
        }
    }

    /// How many places there are; the rings are made as they are needed.
    public int capacity() {
        return rings.length();
    }

    /// @return null when there is no ring in this place yet
    public @Nullable ContainerRing get(int place) {
        return rings.getAcquire(place);
    }

    private int make() {
        rings.setRelease(made, new ContainerRing(memory.zeroed(ringBytes + RingBufferDescriptor.TRAILER_LENGTH)));
        return made++;
    }
}
