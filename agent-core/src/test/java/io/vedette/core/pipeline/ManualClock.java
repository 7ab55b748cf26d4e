package io.vedette.core.pipeline;

import io.vedette.core.time.Clock;

/// A clock that stands still until it is moved.
public final class ManualClock implements Clock {

    static final long BOOT_EPOCH_NS = 1_700_000_000_000_000_000L;

    private long bootTimeNs = 1_000_000_000_000L;

    public void advance(long ns) {
        bootTimeNs += ns;
    }

    @Override
    public long bootTimeNs() {
        return bootTimeNs;
    }

    @Override
    public long epochTimeNs() {
        return BOOT_EPOCH_NS + bootTimeNs;
    }
}
