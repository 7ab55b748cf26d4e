package io.vedette.core.identity;

import io.vedette.core.ring.Memory;
import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/// Blocks of bytes for the variable parts of process descriptions, in one bounded buffer outside the heap.
///
/// Blocks have sizes of 64 bytes × 2^n. A free block is kept in its size's list, linked both ways through its own first
/// 8 bytes; when a list is empty a larger block is halved, and when there is none the untouched end of the
/// buffer is used. So memory is touched, and counts as resident, only as far as it was ever needed. The halves of a
/// block become one again when both are free: who needs small blocks leaves no rubble to who needs large ones.
///
/// Written by one thread, the owner of the process table; others may read blocks that are lent to them.
final class BlobStore {

    /// Returned in place of an offset when nothing is free.
    static final int FULL = -1;

    static final int MAX_BLOCK_BYTES = 32 * 1024;

    private static final int MIN_BLOCK_SHIFT = 6;
    private static final int CLASSES = 10;
    private static final int END = -1;
    private static final int BEFORE = 4;

    private final UnsafeBuffer buffer;
    /// For each 64 bytes: the size class + 1 of the free block that begins there, or 0.
    private final UnsafeBuffer freeAt;

    private final int[] freeHeads = new int[CLASSES];
    private int untouched;

    /// @param capacityBytes a multiple of [#MAX_BLOCK_BYTES]
    BlobStore(int capacityBytes, Memory memory) {
        if (capacityBytes < MAX_BLOCK_BYTES || capacityBytes % MAX_BLOCK_BYTES != 0) {
            throw new IllegalArgumentException(
                    "capacityBytes=" + capacityBytes + " is no positive multiple of " + MAX_BLOCK_BYTES);
        }
        buffer = memory.zeroed(capacityBytes);
        freeAt = memory.zeroed(capacityBytes >> MIN_BLOCK_SHIFT);
        Arrays.fill(freeHeads, END);
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    /// How many bytes are taken for so many.
    static int blockBytes(int length) {
        return 1 << (sizeClass(length) + MIN_BLOCK_SHIFT);
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
                unlink(larger, offset);
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
        int size = sizeClass(length);
        int at = offset;
        while (size < CLASSES - 1) {
            int other = at ^ (1 << (size + MIN_BLOCK_SHIFT));
            if (freeAt.getByte(other >> MIN_BLOCK_SHIFT) != size + 1) {
                break;
            }
            unlink(size, other);
            at = Math.min(at, other);
            size++;
        }
        push(size, at);
    }

    private int halveDownTo(int wanted, int actual, int offset) {
        for (int half = actual - 1; half >= wanted; half--) {
            push(half, offset + (1 << (half + MIN_BLOCK_SHIFT)));
        }
        return offset;
    }

    private void push(int sizeClass, int offset) {
        int next = freeHeads[sizeClass];
        buffer.putInt(offset, next);
        buffer.putInt(offset + BEFORE, END);
        if (next != END) {
            buffer.putInt(next + BEFORE, offset);
        }
        freeHeads[sizeClass] = offset;
        freeAt.putByte(offset >> MIN_BLOCK_SHIFT, (byte) (sizeClass + 1));
    }

    private void unlink(int sizeClass, int offset) {
        int next = buffer.getInt(offset);
        int before = buffer.getInt(offset + BEFORE);
        if (before == END) {
            freeHeads[sizeClass] = next;
        } else {
            buffer.putInt(before, next);
        }
        if (next != END) {
            buffer.putInt(next + BEFORE, before);
        }
        freeAt.putByte(offset >> MIN_BLOCK_SHIFT, (byte) 0);
    }

    private static int sizeClass(int length) {
        int block = BitUtil.findNextPositivePowerOfTwo(Math.max(length, 1 << MIN_BLOCK_SHIFT));
        return Integer.numberOfTrailingZeros(block) - MIN_BLOCK_SHIFT;
    }
}
