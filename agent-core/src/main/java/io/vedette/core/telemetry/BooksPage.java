package io.vedette.core.telemetry;

import java.util.Arrays;
import java.util.function.Predicate;

/// A copy of one kind's page of the [Books], and what follows from it. One thread.
public final class BooksPage {

    private final long[] counts = new long[Tally.count()];

    void set(int number, long count) {
        counts[number] = count;
    }

    /// Makes it say less of one.
    public void subtract(Tally tally, long count) {
        counts[tally.number()] -= count;
    }

    public long get(Tally tally) {
        return counts[tally.number()];
    }

    /// What was lost before it was written into a batch.
    public long dropped() {
        return sum(Tally::isLossBeforeSent);
    }

    /// Of what this instance wrote into batches: what the spool lost.
    public long discarded() {
        return sum(Tally::isLossAfterSent);
    }

    /// All that was lost, at whatever stage and by whatever instance.
    public long losses() {
        return sum(Tally::isLoss);
    }

    /// What the hook saw, whatever became of it.
    public long seen() {
        return get(Tally.DRAINED) + lostInKernel() + inKernel();
    }

    /// What the hook saw and has not come out of its ring. A record may come out before it is counted, for a
    /// moment.
    public long inKernel() {
        return Math.max(0, get(Tally.IN_KERNEL));
    }

    /// What came out of the hook's ring and was neither sent nor dropped yet.
    public long inRings() {
        return get(Tally.DRAINED) - get(Tally.SENT) - dropped() + lostInKernel();
    }

    private long lostInKernel() {
        return sum(Tally::isLossInKernel);
    }

    /// Whether the other page says the same.
    public boolean sameAs(BooksPage other) {
        return Arrays.equals(counts, other.counts);
    }

    /// Takes over what the other page says.
    public void copy(BooksPage other) {
        System.arraycopy(other.counts, 0, counts, 0, counts.length);
    }

    private long sum(Predicate<Tally> which) {
        long sum = 0;
        for (int number = 0; number < counts.length; number++) {
            if (which.test(Tally.at(number))) {
                sum += counts[number];
            }
        }
        return sum;
    }
}
