package io.vedette.core.identity;

import java.util.function.IntConsumer;

/// Room for the paths and arguments of processes, shared by containers.
///
/// They have it as [Shares] says. Where a container has its share, its own processes that ended go, the oldest first,
/// and when it has none its new one goes without a description. One thread, the drain.
final class DescriptionRoom {

    /// So many of its images may go for one description.
    private static final int MOST_GONE = 64;

    private final BlobStore blobs;
    private final Retirement retirement;
    private final IntConsumer release;
    private final Shares shares;

    /// @param release frees a slot that was taken out of the retirement
    DescriptionRoom(BlobStore blobs, Retirement retirement, IntConsumer release) {
        this.blobs = blobs;
        this.retirement = retirement;
        this.release = release;
        shares = new Shares(blobs.buffer().capacity());
    }

    /// @param container whose process it is
    /// @param keep a slot that must not go for it, or [ProcessSlots#NO_SLOT]
    /// @return offset of a block, or [BlobStore#FULL]
    int take(int length, int container, int keep) {
        int bytes = BlobStore.blockBytes(length);
        for (int gone = 0; gone < MOST_GONE; gone++) {
            int blob = shares.mayHave(container, bytes) ? blobs.allocate(length) : BlobStore.FULL;
            if (blob != BlobStore.FULL) {
                shares.take(container, bytes);
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
        shares.give(container, BlobStore.blockBytes(length));
    }
}
