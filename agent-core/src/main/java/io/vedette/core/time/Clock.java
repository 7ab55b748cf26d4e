package io.vedette.core.time;

/// What time it is. Allocates nothing. An instance belongs to one thread.
public interface Clock {

    /// Nanoseconds since the kernel's boot, suspend included (`CLOCK_BOOTTIME`): the clock of the records.
    long bootTimeNs();

    /// Nanoseconds since 1970 UTC (`CLOCK_REALTIME`). May jump.
    long epochTimeNs();
}
