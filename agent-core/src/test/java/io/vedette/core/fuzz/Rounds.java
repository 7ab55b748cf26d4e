package io.vedette.core.fuzz;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Runs rounds of a fuzz test, each with a seed of its own, so that a round that failed can be had alone:
/// `-Dfuzz.seed=…` with `-Dfuzz.seconds=0`.
///
/// A few rounds by default; `-Dfuzz.seconds=120` goes on for that long and says how many there were. Fails when a
/// round does not end, or when the heap grows from round to round.
public final class Rounds {

    private static final long SECONDS = Long.getLong("fuzz.seconds", -1);
    private static final long ENDLESS_SECONDS = 60;
    private static final int WARM_UP = 200;
    private static final long MOST_GROWTH_BYTES = 8 << 20;

    private final Round round;
    private final long first = Long.getLong("fuzz.seed", System.nanoTime());
    private volatile long seed = first;
    private volatile long done;
    private volatile Throwable fault = new Throwable("the round did not end");
    private volatile boolean isFailed;
    private long heapBefore;

    /// One round.
    @FunctionalInterface
    public interface Round {
        void run(Random random) throws Exception;
    }

    private Rounds(Round round) {
        this.round = round;
    }

    /// @param byDefault how many rounds there are unless asked otherwise
    public static void of(int byDefault, Round round) throws InterruptedException {
        new Rounds(round).run(byDefault);
    }

    private void run(int byDefault) throws InterruptedException {
        Thread worker = Thread.ofPlatform().daemon().name("fuzz").start(() -> work(byDefault));
        long before = -1;
        while (!worker.join(java.time.Duration.ofSeconds(ENDLESS_SECONDS))) {
            if (done == before) {
                fault.setStackTrace(worker.getStackTrace());
                isFailed = true;
                break;
            }
            before = done;
        }
        if (isFailed) {
            throw new AssertionError("fails with -Dfuzz.seconds=0 -Dfuzz.seed=" + seed, fault);
        }
        if (SECONDS > 0) {
            System.out.println(done + " rounds from seed " + first + " on, heap " + (heapBytes() >> 20) + " MiB");
        }
    }

    private void work(int byDefault) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long most = SECONDS < 0 ? byDefault : SECONDS == 0 ? 1 : Long.MAX_VALUE;
        long rounds = 0;
        try {
            while (rounds < most && (SECONDS <= 0 || System.nanoTime() - end < 0)) {
                round.run(new Random(seed));
                rounds++;
                seed = first + rounds;
                done = rounds;
                if (rounds == WARM_UP) {
                    heapBefore = heapBytes();
                }
            }
            checkGrowth(rounds);
        } catch (Throwable thrown) {
            fault = thrown;
            isFailed = true;
        }
    }

    private void checkGrowth(long rounds) {
        long growth = rounds > WARM_UP ? heapBytes() - heapBefore : 0;
        if (growth > MOST_GROWTH_BYTES) {
            throw new AssertionError("the heap grew by " + growth + " bytes in " + (rounds - WARM_UP) + " rounds");
        }
    }

    private static long heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
