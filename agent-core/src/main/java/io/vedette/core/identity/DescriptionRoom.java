package io.vedette.core.identity;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Room for the paths and arguments of processes, shared by containers.
///
/// A container may have three times as much as is free then: alone it gets three quarters, and whatever it does, the
/// others find room. Where it has its share, its own processes that ended go, the oldest first, and when it has none
/// its new one goes without a description. One thread, the drain; it allocates nothing once it knows all containers.
final class DescriptionRoom {

    private static final long SHARE = 3;

    /// So many of its images may go for one description.
    private static final int MOST_GONE = 64;

    private final BlobStore blobs;
    private final Retirement retirement;
    private final IntConsumer release;
    private int[] takenBy = {};
    private long free;

    /// @param release frees a slot that was taken out of the retirement
    DescriptionRoom(BlobStore blobs, Retirement retirement, IntConsumer release) {
        this.blobs = blobs;
        this.retirement = retirement;
        this.release = release;
        free = blobs.buffer().capacity();
    }

    /// @param container whose process it is
    /// @param keep a slot that must not go for it, or [ProcessSlots#NO_SLOT]
    /// @return offset of a block, or [BlobStore#FULL]
    int take(int length, int container, int keep) {
        int bytes = BlobStore.blockBytes(length);
        for (int gone = 0; gone < MOST_GONE; gone++) {
            int blob = mayHave(container, bytes) ? blobs.allocate(length) : BlobStore.FULL;
            if (blob != BlobStore.FULL) {
                add(container, bytes);
                return blob;
            }
            int slot = retirement.evictDescribed(container, keep);
            if (slot == Retirement.NOBODY) {
                break;
            }
            release.accept(slot);
        }
        return BlobStore.FULL;
    }

    /// @param length and container as they were taken
    void give(int offset, int length, int container) {
        blobs.free(offset, length);
        add(container, -BlobStore.blockBytes(length));
    }

    private boolean mayHave(int container, int bytes) {
        long taken = container < takenBy.length ? takenBy[container] : 0;
        return taken + bytes <= SHARE * (free - bytes);
    }

    private void add(int container, int bytes) {
        if (container >= takenBy.length) {
            takenBy = Arrays.copyOf(takenBy, Math.max(container + 1, 2 * takenBy.length));
        }
        takenBy[container] += bytes;
        free -= bytes;
    }
}
