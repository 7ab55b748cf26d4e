package io.vedette.core.identity;

import io.vedette.core.ring.Memory;
import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/// Blocks of bytes for the variable parts of process descriptions, in one bounded buffer outside the heap.
///
/// Blocks have sizes of 64 bytes × 2^n. A free block is kept in its size's list, linked through its own first
/// 8 bytes; when a list is empty a larger block is halved, and when there is none the untouched end of the
/// buffer is used. So memory is touched, and counts as resident, only as far as it was ever needed. Blocks
/// are not merged again: the sizes in use are much the same from one minute to the next.
///
/// Written by one thread, the owner of the process table; others may read blocks that are lent to them.
final class BlobStore {

    /// Returned in place of an offset when nothing is free.
    static final int FULL = -1;

    static final int MAX_BLOCK_BYTES = 32 * 1024;

    private static final int MIN_BLOCK_SHIFT = 6;
    private static final int CLASSES = 10;
    private static final int END = -1;

    private final UnsafeBuffer buffer;
    private final int[] freeHeads = new int[CLASSES];
    private int untouched;

    /// @param capacityBytes a multiple of [#MAX_BLOCK_BYTES]
    BlobStore(int capacityBytes, Memory memory) {
        if (capacityBytes < MAX_BLOCK_BYTES || capacityBytes % MAX_BLOCK_BYTES != 0) {
            throw new IllegalArgumentException(
                    "capacityBytes=" + capacityBytes + " is no positive multiple of " + MAX_BLOCK_BYTES);
        }
        buffer = memory.zeroed(capacityBytes);
        Arrays.fill(freeHeads, END);
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    /// @return offset of a block of at least `length` bytes, or [#FULL]
    int allocate(int length) {
        if (length > MAX_BLOCK_BYTES) {
            return FULL;
        }
        int wanted = sizeClass(length);
        for (int larger = wanted; larger < CLASSES; larger++) {
            int offset = freeHeads[larger];
            if (offset != END) {
                freeHeads[larger] = buffer.getInt(offset);
                return halveDownTo(wanted, larger, offset);
            }
        }
        if (untouched + MAX_BLOCK_BYTES > buffer.capacity()) {
            return FULL;
        }
        int offset = untouched;
        untouched += MAX_BLOCK_BYTES;
        return halveDownTo(wanted, CLASSES - 1, offset);
    }

    /// @param length as it was allocated
    void free(int offset, int length) {
        push(sizeClass(length), offset);
    }

    private int halveDownTo(int wanted, int actual, int offset) {
        for (int half = actual - 1; half >= wanted; half--) {
            push(half, offset + (1 << (half + MIN_BLOCK_SHIFT)));
        }
        return offset;
    }

    private void push(int sizeClass, int offset) {
        buffer.putInt(offset, freeHeads[sizeClass]);
        freeHeads[sizeClass] = offset;
    }

    private static int sizeClass(int length) {
        int block = BitUtil.findNextPositivePowerOfTwo(Math.max(length, 1 << MIN_BLOCK_SHIFT));
        return Integer.numberOfTrailingZeros(block) - MIN_BLOCK_SHIFT;
    }
}
