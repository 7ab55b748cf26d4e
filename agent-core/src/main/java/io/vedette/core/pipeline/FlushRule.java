package io.vedette.core.pipeline;

import java.util.function.LongSupplier;

/// When a batch that is not full is closed: once the oldest event in it is as old as it may get.
///
/// While events come at a steady rate the drain looks a little more often than that, and the few that it brings then
/// go at once: two timers one after the other would be twice the delay, or twice the wake-ups. The first event
/// after a quiet time waits for those that are likely to follow it.
///
/// When many come, a batch costs the task and the wire more than the events in it do: from [#MANY] events in an
/// interval on, by what came of late, it may get [#LONGER] times as old, and from [#FEW] to there in proportion. A
/// burst alone changes nothing. The ship's; one thread.
final class FlushRule {

    private static final int FEW = 8;
    private static final int MANY = 12;
    private static final int LONGER = 8;

    /// Intervals for which is counted how many come.
    private static final int COUNTED = 20;

    private final LongSupplier intervalNs;
    private boolean hasTaken;
    private long countedFromNs;
    private long counted;
    private long perInterval;

    /// @param intervalNs how old an event may get when few come
    FlushRule(LongSupplier intervalNs) {
        this.intervalNs = intervalNs;
    }

    /// Asked after each look at the rings.
    ///
    /// As long as there is more to take, it may be old when it is taken: then the batch's own age counts, else each
    /// would be a small one just when there is most to do.
    ///
    /// @param batch not empty
    /// @param nowNs boot time
    /// @param records that were just taken
    boolean isDue(BatchBuilder batch, long nowNs, int records) {
        if (records > 0) {
            count(nowNs, records);
            hasTaken = true;
            return nowNs - batch.openedBootNs() >= ageLimitNs();
        }
        long ageNs = nowNs - batch.oldestBootNs();
        boolean isOfATurn = hasTaken && perInterval <= FEW;
        hasTaken = false;
        return ageNs >= (isOfATurn ? intervalNs.getAsLong() * 5 / 8 : ageLimitNs());
    }

    /// How long the batch may still wait.
    ///
    /// @param batch not empty
    /// @param nowNs boot time
    /// @return below 0 when it is late
    long leftNs(BatchBuilder batch, long nowNs) {
        return batch.oldestBootNs() + ageLimitNs() - nowNs;
    }

    private void count(long nowNs, int records) {
        counted += records;
        long forNs = nowNs - countedFromNs;
        if (forNs >= COUNTED * intervalNs.getAsLong()) {
            perInterval = counted * intervalNs.getAsLong() / forNs;
            counted = 0;
            countedFromNs = nowNs;
        }
    }

    private long ageLimitNs() {
        long shortNs = intervalNs.getAsLong();
        long beyondFew = Math.clamp(perInterval - FEW, 0, MANY - FEW);
        return shortNs + shortNs * (LONGER - 1) * beyondFew / (MANY - FEW);
    }
}
