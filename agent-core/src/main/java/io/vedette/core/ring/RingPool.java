package io.vedette.core.ring;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.collections.IntArrayList;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jspecify.annotations.Nullable;

/// A bounded number of [ContainerRing]s: one for each container that has something to say as long as there are
/// enough, and a shared one for the rest, so that the memory of the rings has a bound whatever the number of
/// containers. When there are too few, a container with nothing in its ring lends it to one that has.
///
/// A container's records keep their order: it changes from one ring to another only when there is nothing left in
/// the first one.
///
/// **Threads.** [#of] and [#release] are the drain's; the ship walks over [#get]. A ring that is released keeps its
/// memory and goes to the next container.
public final class RingPool {

    /// The shared ring's place.
    static final int SHARED = 0;

    private static final int NONE = -1;
    private static final int MAX_LOOKS = 4;

    private final AtomicReferenceArray<@Nullable ContainerRing> rings;
    private final IntArrayList idle = new IntArrayList();
    private final int[] places;
    private final int[] owners;
    private int hand = SHARED;
    private final int ringBytes;
    private final Memory memory;
    private int made;

    /// @param maxRings how many there may be, the shared one included
    /// @param maxContainers whose indexes are below
    /// @param ringBytes capacity of each, a power of two
    /// @param memory called by the drain when a ring is first needed
    public RingPool(int maxRings, int maxContainers, int ringBytes, Memory memory) {
        this.memory = memory;
        this.ringBytes = ringBytes;
        rings = new AtomicReferenceArray<>(maxRings);
        places = new int[maxContainers];
        Arrays.fill(places, NONE);
        owners = new int[maxRings];
        make();
    }

    /// The ring that a container's next record goes to.
    ///
    /// @param container its index
    public ContainerRing of(int container) {
        int place = places[container];
        if (place <= SHARED) {
            place = place(container, place);
            places[container] = place;
        }
        return present(place);
    }

    /// Lets others have a container's ring if there is nothing in it; it gets one again with its next record.
    ///
    /// @return whether it has none now
    public boolean release(int container) {
        int place = places[container];
        if (place != NONE && present(place).waitingBytes() > 0) {
            return false;
        }
        places[container] = NONE;
        if (place > SHARED) {
            idle.addInt(place);
        }
        return true;
    }

    private int place(int container, int before) {
        int place = before == SHARED && present(SHARED).waitingBytes() > 0 ? SHARED : free();
        owners[place] = container;
        return place;
    }

    private int free() {
        if (!idle.isEmpty()) {
            return idle.removeAt(idle.size() - 1);
        }
        return made < rings.length() ? make() : takeAway();
    }

    /// From a container that has nothing in its ring. Looks at a few only: this may be for each record.
    private int takeAway() {
        for (int looks = 0; looks < MAX_LOOKS && made > 1; looks++) {
            hand = hand + 1 < made ? hand + 1 : SHARED + 1;
            if (present(hand).waitingBytes() == 0) {
                places[owners[hand]] = NONE;
                return hand;
            }
        }
        return SHARED;
    }

    private ContainerRing present(int place) {
        return Objects.requireNonNull(rings.getPlain(place));
    }

    /// Takes out of memory what rings that are empty have touched: in time each write goes to another page, until all
    /// are. The drain's too.
    public void trim() {
        for (int place = 0; place < made; place++) {
            ContainerRing ring = rings.getPlain(place);
            if (ring != null) {
                ring.trim(memory);
            }
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
