package io.vedette.core.time;

/// When the boot clock was at zero, as Unix time: what turns a kernel's timestamp into a date.
///
/// The two clocks can't be read at once, and the thread may lose its CPU between them; so the wall clock is
/// read between two reads of the boot clock until these are close, and the closest pair counts. One thread
/// uses an instance.
public final class BootEpoch {

    private static final long CLOSE_NS = 5_000;
    private static final int TRIES = 20;

    private final Clock clock;

    public BootEpoch(Clock clock) {
        this.clock = clock;
    }

    /// @return nanoseconds since 1970 UTC; another value whenever the wall clock is set
    public long measureNs() {
        long best = 0;
        long bestWidth = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && bestWidth > CLOSE_NS; i++) {
            long before = clock.bootTimeNs();
            long epoch = clock.epochTimeNs();
            long width = clock.bootTimeNs() - before;
            if (width < bestWidth) {
                bestWidth = width;
                best = epoch - before - width / 2;
            }
        }
        return best;
    }
}
