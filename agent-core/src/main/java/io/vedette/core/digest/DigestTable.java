package io.vedette.core.digest;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.collections.Hashing;
import org.jspecify.annotations.Nullable;

/// The checksums that are known, by the state of the file. Bounded: a newer one takes the place of an older one
/// that happens to lie in its way, and that is found out again when it is needed.
///
/// **Threads.** One writes, the digest worker; any may look, without garbage.
public final class DigestTable {

    private static final int WAYS = 4;

    private final AtomicReferenceArray<@Nullable FileDigest> slots;
    private int victim;

    /// @param capacity how many are kept, a power of two
    public DigestTable(int capacity) {
        slots = new AtomicReferenceArray<>(capacity);
    }

    /// @return null when it is not known
    public @Nullable FileDigest find(int device, long inode, long size, long changeTimeNs) {
        int first = firstSlot(device, inode, size, changeTimeNs);
        for (int way = 0; way < WAYS; way++) {
            FileDigest digest = slots.getAcquire(first ^ way);
            if (digest != null && digest.isOf(device, inode, size, changeTimeNs)) {
                return digest;
            }
        }
        return null;
    }

    void put(FileDigest digest) {
        int first = firstSlot(digest.device(), digest.inode(), digest.size(), digest.changeTimeNs());
        for (int way = 0; way < WAYS; way++) {
            if (slots.getPlain(first ^ way) == null) {
                slots.setRelease(first ^ way, digest);
                return;
            }
        }
        slots.setRelease(first ^ (victim++ & (WAYS - 1)), digest);
    }

    private int firstSlot(int device, long inode, long size, long changeTimeNs) {
        return Hashing.hash(key(device, inode, size, changeTimeNs)) & (slots.length() - 1) & -WAYS;
    }

    /// A number for a state of a file; two states may have the same, seldom. Never 0.
    static long key(int device, long inode, long size, long changeTimeNs) {
        long key = (changeTimeNs * 31 + inode) * 0x9E37_79B9_7F4A_7C15L + size;
        return (key ^ (key >>> 29)) * 31 + device | 1;
    }
}
