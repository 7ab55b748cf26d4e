package io.vedette.core.ring;

import io.vedette.core.event.RecordHandler;
import java.util.List;

/// Several kernel rings, read as one: the records of all in the order of their time, so that an event of a file
/// finds its process as it was then.
///
/// The first ring matters most. Once it is half full its records come first, whatever their time: the order is
/// worth less than a loss. One thread, the drain; allocates nothing.
public final class OrderedRings {

    private final KernelRing[] rings;

    /// @param rings by importance
    public OrderedRings(List<KernelRing> rings) {
        this.rings = rings.toArray(KernelRing[]::new);
    }

    /// Hands over at most `limit` records. When the handler throws, the record counts as read.
    ///
    /// @return how many there were
    public int poll(RecordHandler handler, int limit) {
        int count = 0;
        while (count < limit) {
            int read = rings[0].waitingBytes() > rings[0].capacity() / 2
                    ? rings[0].poll(handler, limit - count)
                    : pollEarliest(handler, limit - count);
            if (read == 0) {
                break;
            }
            count += read;
        }
        return count;
    }

    /// Events follow from each other across rings, both ways: a file is written and then run, a process is made and
    /// then opens files. So the first ring is looked at last, since what it tells of a process was there before
    /// what the others tell of it. Of the first ring only that is taken which was there before the others were
    /// looked at: what came since may follow from what was not in the others yet, so all are looked at again.
    private int pollEarliest(RecordHandler handler, int limit) {
        while (true) {
            long end = rings[0].endPosition();
            KernelRing earliest = rings[0];
            long firstNs = KernelRing.NOTHING;
            long secondNs = KernelRing.NOTHING;
            for (int i = rings.length - 1; i >= 0; i--) {
                long timeNs = rings[i].headTimeNs();
                if (timeNs <= firstNs && timeNs != KernelRing.NOTHING) {
                    secondNs = firstNs;
                    firstNs = timeNs;
                    earliest = rings[i];
                } else if (timeNs < secondNs) {
                    secondNs = timeNs;
                }
            }
            int read = earliest == rings[0]
                    ? earliest.poll(handler, limit, secondNs, end)
                    : earliest.poll(handler, limit, firstNs, Long.MAX_VALUE);
            if (read > 0 || firstNs == KernelRing.NOTHING) {
                return read;
            }
        }
    }

    /// Whether nothing waits in a ring before the last one, which matters least.
    public boolean isQuietBeforeLast() {
        for (int i = 0; i < rings.length - 1; i++) {
            if (rings[i].waitingBytes() > 0) {
                return false;
            }
        }
        return true;
    }

    public long capacity() {
        long bytes = 0;
        for (KernelRing ring : rings) {
            bytes += ring.capacity();
        }
        return bytes;
    }

    /// Bytes that were written and not yet read.
    public long waitingBytes() {
        long bytes = 0;
        for (KernelRing ring : rings) {
            bytes += ring.waitingBytes();
        }
        return bytes;
    }
}
