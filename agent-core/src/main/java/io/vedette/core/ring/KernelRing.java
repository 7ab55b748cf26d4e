package io.vedette.core.ring;

import io.vedette.core.event.RecordHandler;
import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;

/// Reads a BPF ring buffer from its mapped pages, without system calls and without garbage.
///
/// Programs in the kernel write on any CPU; one thread, the drain, calls [#poll]. The bytes of a record are
/// lent to the handler until it returns: then the kernel may write over them. A full ring is the kernel's to
/// notice, which drops the record and counts it. A record that is reserved but not finished holds back those
/// behind it.
///
/// ```
/// consumer page (read, write)      producer page and data (read only)
/// +------------------------+       +------------------------+
/// | consumer position, u64 |       | producer position, u64 |
/// | ...                    |       | ...                    |
/// +------------------------+       +------------------------+ one page
///                                  | data, `capacity` bytes |
///                                  +------------------------+
///                                  | the same bytes again,  |  so that a record that wraps
///                                  | mapped a second time   |  lies in one piece
///                                  +------------------------+
///
/// Positions only grow; position & (capacity - 1) is the offset in the data. A record, aligned to 8 bytes:
///
///    0                   4                   8
///   +-+-+---------------+-------------------+----------------------- ~ ---+---------+
///   |B|D| length        | page offset       | record, `length` bytes      | padding |
///   +-+-+---------------+-------------------+----------------------- ~ ---+---------+
///    B  busy: still being written       D  discard: given up by its writer, to be skipped
/// ```
public final class KernelRing {

    private static final int BUSY = 1 << 31;
    private static final int DISCARD = 1 << 30;
    private static final int HEADER_LENGTH = 8;

    private final AtomicBuffer consumerPage;
    private final AtomicBuffer producerPages;
    private final int dataOffset;
    private final long mask;
    private long consumerPosition;

    /// Reads from where the consumer position stands.
    ///
    /// @param consumerPage starts with the consumer position
    /// @param producerPages starts with the producer position; the data, twice, follows after one page
    /// @param pageSize bytes of a page
    /// @param capacity bytes of the data, a power of two
    public KernelRing(AtomicBuffer consumerPage, AtomicBuffer producerPages, int pageSize, int capacity) {
        if (!BitUtil.isPowerOfTwo(capacity) || producerPages.capacity() < pageSize + 2L * capacity) {
            throw new IllegalArgumentException(
                    "not a ring: capacity=" + capacity + " mapped=" + producerPages.capacity());
        }
        this.consumerPage = consumerPage;
        this.producerPages = producerPages;
        this.dataOffset = pageSize;
        this.mask = capacity - 1L;
        this.consumerPosition = consumerPage.getLongAcquire(0);
    }

    /// Hands over at most `limit` records, in the order in which room was reserved for them.
    ///
    /// When the handler throws, the record counts as read.
    ///
    /// @return how many there were
    public int poll(RecordHandler handler, int limit) {
        long producerPosition = producerPages.getLongAcquire(0);
        int count = 0;
        while (count < limit && consumerPosition < producerPosition) {
            int offset = dataOffset + (int) (consumerPosition & mask);
            int header = producerPages.getIntAcquire(offset);
            if ((header & BUSY) != 0) {
                break;
            }
            int length = header & ~DISCARD;
            try {
                if ((header & DISCARD) == 0) {
                    count++;
                    handler.onRecord(producerPages, offset + HEADER_LENGTH, length);
                }
            } finally {
                consumerPosition += BitUtil.align(length + HEADER_LENGTH, HEADER_LENGTH);
                consumerPage.putLongRelease(0, consumerPosition);
            }
        }
        return count;
    }

    /// Bytes that were reserved by writers and not yet read.
    public long waitingBytes() {
        return producerPages.getLongAcquire(0) - consumerPosition;
    }
}
