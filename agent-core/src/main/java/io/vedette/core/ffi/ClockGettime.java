package io.vedette.core.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `clock_gettime(2)`: Java offers neither the boot clock nor wall-clock nanoseconds without garbage.
///
/// Needs no errno, so it is linked without. An instance belongs to one thread.
@SuppressWarnings("restricted")
public final class ClockGettime {

    public static final int REALTIME = 0;
    public static final int PROCESS_CPUTIME = 2;
    public static final int BOOTTIME = 7;

    private static final long NANOS = 1_000_000_000;
    private static final MethodHandle HANDLE = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG),
                    Linker.Option.critical(false));

    private final MemorySegment timespec = Arena.ofAuto().allocate(2 * JAVA_LONG.byteSize(), JAVA_LONG.byteAlignment());

    /// @param clock one of the constants
    /// @return nanoseconds
    public long now(int clock) {
        try {
            if ((int) HANDLE.invokeExact(clock, timespec.address()) != 0) {
                throw new IllegalArgumentException("the kernel has no clock " + clock);
            }
        } catch (Throwable misuse) {
            throw new IllegalStateException("clock_gettime could not be called", misuse);
        }
        return timespec.get(JAVA_LONG, 0) * NANOS + timespec.get(JAVA_LONG, 8);
    }
}
