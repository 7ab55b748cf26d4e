package io.vedette.core.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// `clock_gettime(2)`: Java offers neither the boot clock nor wall-clock nanoseconds without garbage.
///
/// An instance belongs to one thread.
public final class ClockGettime {

    public static final int REALTIME = 0;
    public static final int PROCESS_CPUTIME = 2;
    public static final int BOOTTIME = 7;

    private static final long NANOS = 1_000_000_000;
    private static final MemorySegment CLOCK_GETTIME = NativeCall.ofLibc("clock_gettime");

    private final NativeCall call = new NativeCall();
    private final MemorySegment timespec = Arena.ofAuto().allocate(2 * JAVA_LONG.byteSize(), JAVA_LONG.byteAlignment());
    private final long address = timespec.address();

    /// @param clock one of the constants
    /// @return nanoseconds
    public long now(int clock) {
        if (call.intOrErrno(CLOCK_GETTIME, clock, address, 0, 0, 0) != 0) {
            throw new IllegalArgumentException("the kernel has no clock " + clock);
        }
        return timespec.get(JAVA_LONG, 0) * NANOS + timespec.get(JAVA_LONG, 8);
    }
}
