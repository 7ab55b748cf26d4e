package io.vedette.core.telemetry;

/// A copy of one kind's page of the [Books], and what follows from it. One thread.
public final class BooksPage {

    private final long[] counts = new long[Tally.count()];

    void set(int number, long count) {
        counts[number] = count;
    }

    public long get(Tally tally) {
        return counts[tally.number()];
    }

    /// What was lost before it was written into a batch.
    public long dropped() {
        return sum(true);
    }

    /// Of what was written into batches: what the spool lost.
    public long discarded() {
        return sum(false);
    }

    /// What the hook saw, whatever became of it.
    public long seen() {
        return get(Tally.DRAINED) + get(Tally.KERNEL_RING_FULL) + get(Tally.KERNEL_SKIPPED) + inKernel();
    }

    /// What the hook saw and has not come out of its ring. A record may come out before it is counted, for a
    /// moment.
    public long inKernel() {
        return Math.max(0, get(Tally.IN_KERNEL));
    }

    /// What came out of the hook's ring and was neither sent nor dropped yet.
    public long inRings() {
        return get(Tally.DRAINED)
                - get(Tally.SENT)
                - dropped()
                + get(Tally.KERNEL_RING_FULL)
                + get(Tally.KERNEL_SKIPPED);
    }

    /// Whether the other page says the same.
    public boolean sameAs(BooksPage other) {
        return java.util.Arrays.equals(counts, other.counts);
    }

    /// Takes over what the other page says.
    public void copy(BooksPage other) {
        System.arraycopy(other.counts, 0, counts, 0, counts.length);
    }

    private long sum(boolean beforeSent) {
        long sum = 0;
        for (int number = 0; number < counts.length; number++) {
            Tally tally = Tally.at(number);
            if (tally.isLoss() && tally.isLossBeforeSent() == beforeSent) {
                sum += counts[number];
            }
        }
        return sum;
    }
}
