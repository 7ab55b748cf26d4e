package io.vedette.core.pipeline;

import io.vedette.core.time.Clock;

/// A clock that stands still until it is moved.
public final class ManualClock implements Clock {

    static final long BOOT_EPOCH_NS = 1_700_000_000_000_000_000L;

    private long bootTimeNs = 1_000_000_000_000L;
    private long bootEpochNs = BOOT_EPOCH_NS;

    public void advance(long ns) {
        bootTimeNs += ns;
    }

    /// Sets the wall clock alone.
    public void jump(long ns) {
        bootEpochNs += ns;
    }

    @Override
    public long bootTimeNs() {
        return bootTimeNs;
    }

    @Override
    public long epochTimeNs() {
        return bootEpochNs + bootTimeNs;
    }
}
