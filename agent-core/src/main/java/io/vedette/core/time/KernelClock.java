package io.vedette.core.time;

import io.vedette.core.ffi.ClockGettime;

/// The clocks of the kernel that this agent runs on.
public final class KernelClock implements Clock {

    private final ClockGettime clocks = new ClockGettime();

    @Override
    public long bootTimeNs() {
        return clocks.now(ClockGettime.BOOTTIME);
    }

    @Override
    public long epochTimeNs() {
        return clocks.now(ClockGettime.REALTIME);
    }
}
