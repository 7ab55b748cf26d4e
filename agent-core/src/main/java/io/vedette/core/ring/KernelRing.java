package io.vedette.core.ring;

import io.vedette.core.event.RecordHandler;
import io.vedette.core.event.RecordLayout;
import java.nio.ByteOrder;
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
///                                  | its first bytes again, |  so that a record that wraps
///                                  | mapped a second time   |  lies in one piece
///                                  +------------------------+ [#mappedBytes] in all
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

    /// A time after all others.
    public static final long NOTHING = Long.MAX_VALUE;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int BUSY = 1 << 31;
    private static final int DISCARD = 1 << 30;
    private static final int HEADER_LENGTH = 8;

    /// More than the longest record. The kernel offers all of the data twice, but each mapped page counts as
    /// resident memory of the agent, so no more than a record that wraps needs is taken.
    private static final int OVERLAP_BYTES = 64 * 1024;

    private final AtomicBuffer consumerPage;
    private final AtomicBuffer producerPages;
    private final int dataOffset;
    private final long mask;
    private long consumerPosition;

    /// Reads from where the consumer position stands.
    ///
    /// @param consumerPage starts with the consumer position
    /// @param producerPages starts with the producer position; the data, and its beginning again, follow after one
    ///     page
    /// @param pageSize bytes of a page
    /// @param capacity bytes of the data, a power of two
    public KernelRing(AtomicBuffer consumerPage, AtomicBuffer producerPages, int pageSize, int capacity) {
        if (!BitUtil.isPowerOfTwo(capacity) || producerPages.capacity() < mappedBytes(pageSize, capacity)) {
            throw new IllegalArgumentException(
                    "not a ring: capacity=" + capacity + " mapped=" + producerPages.capacity());
        }
        this.consumerPage = consumerPage;
        this.producerPages = producerPages;
        this.dataOffset = pageSize;
        this.mask = capacity - 1L;
        this.consumerPosition = consumerPage.getLongAcquire(0);
    }

    /// Bytes of the producer's pages that a ring needs mapped.
    static long mappedBytes(int pageSize, int capacity) {
        return (long) pageSize + capacity + Math.min(capacity, OVERLAP_BYTES);
    }

    /// Time of the first record that waits, on the boot clock; [#NOTHING] when none does.
    public long headTimeNs() {
        long producerPosition = producerPages.getLongAcquire(0);
        while (consumerPosition < producerPosition) {
            int offset = dataOffset + (int) (consumerPosition & mask);
            int header = producerPages.getIntAcquire(offset);
            if ((header & BUSY) != 0) {
                return NOTHING;
            }
            if ((header & DISCARD) == 0) {
                long timeNs = producerPages.getLong(offset + HEADER_LENGTH + RecordLayout.BOOT_TIME_NS, ORDER);
                return Math.min(timeNs, NOTHING - 1);
            }
            consume(header & ~DISCARD);
        }
        return NOTHING;
    }

    /// Where the next record will be written.
    long endPosition() {
        return producerPages.getLongAcquire(0);
    }

    /// Hands over at most `limit` records, whatever their time.
    public int poll(RecordHandler handler, int limit) {
        return poll(handler, limit, NOTHING, Long.MAX_VALUE);
    }

    /// Hands over at most `limit` records that are not later than `untilNs`, in the order in which room was
    /// reserved for them.
    ///
    /// When the handler throws, the record counts as read.
    ///
    /// @param untilNs on the boot clock; [#NOTHING] for all
    /// @param endPosition as [#endPosition] gave it: what was written since is left
    /// @return how many there were
    int poll(RecordHandler handler, int limit, long untilNs, long endPosition) {
        int count = 0;
        while (count < limit) {
            long timeNs = headTimeNs();
            if (timeNs == NOTHING || timeNs > untilNs || consumerPosition >= endPosition) {
                break;
            }
            int offset = dataOffset + (int) (consumerPosition & mask);
            int length = producerPages.getInt(offset);
            count++;
            try {
                handler.onRecord(producerPages, offset + HEADER_LENGTH, length);
            } finally {
                consume(length);
            }
        }
        return count;
    }

    private void consume(int length) {
        consumerPosition += BitUtil.align(length + HEADER_LENGTH, HEADER_LENGTH);
        consumerPage.putLongRelease(0, consumerPosition);
    }

    public int capacity() {
        return (int) (mask + 1);
    }

    /// Bytes that were reserved by writers and not yet read.
    public long waitingBytes() {
        return producerPages.getLongAcquire(0) - consumerPosition;
    }
}
