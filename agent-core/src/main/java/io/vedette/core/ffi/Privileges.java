package io.vedette.core.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// System calls by which a thread takes less for itself: priority, capabilities, what it may become.
///
/// As in [Libc], every method answers what C does or `-errno`, and none throws. One thread at a time.
public final class Privileges {

    public static final int CAP_SYS_PTRACE = 19;
    public static final int PR_SET_DUMPABLE = 4;
    public static final int PR_CAPBSET_DROP = 24;
    public static final int PR_SET_NO_NEW_PRIVS = 38;
    public static final int PR_CAP_AMBIENT = 47;
    public static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;

    private static final int IOPRIO_WHO_PROCESS = 1;
    private static final boolean IS_ARM = System.getProperty("os.arch").equals("aarch64");
    private static final long IOPRIO_SET = IS_ARM ? 30 : 251;
    private static final long SCHED_SETATTR = IS_ARM ? 274 : 314;

    /// `struct sched_attr` of its first version: size, policy, flags, nice, priority, runtime, deadline, period.
    private static final int SCHED_ATTR_BYTES = 48;

    private static final int SCHED_POLICY = 4;
    private static final int SCHED_NICE = 16;
    private static final int SCHED_RUNTIME = 24;
    private static final int SCHED_BATCH = 3;

    /// `_LINUX_CAPABILITY_VERSION_3`: two halves of 32 bits, each effective, permitted, inheritable.
    private static final int CAPABILITY_VERSION = 0x20080522;

    private static final int HEADER_BYTES = 8;
    private static final int HALF_BYTES = 12;
    private static final int PERMITTED = 4;

    private static final MemorySegment SYSCALL = NativeCall.ofLibc("syscall");
    private static final MemorySegment PRCTL = NativeCall.ofLibc("prctl");
    private static final MemorySegment CAPGET = NativeCall.ofLibc("capget");
    private static final MemorySegment CAPSET = NativeCall.ofLibc("capset");

    private final NativeCall call = new NativeCall();

    /// Makes a thread one of those that don't interrupt others (`SCHED_BATCH`).
    ///
    /// @param tid of a thread of this process
    /// @param sliceNs what it may run in one go. From Linux 6.12 on, who wakes up and has a shorter slice need not
    ///     wait for the end of it. 100 µs to 100 ms
    public int setBatch(int tid, int nice, long sliceNs) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(SCHED_ATTR_BYTES, Long.BYTES);
            attributes.set(JAVA_INT, 0, SCHED_ATTR_BYTES);
            attributes.set(JAVA_INT, SCHED_POLICY, SCHED_BATCH);
            attributes.set(JAVA_INT, SCHED_NICE, nice);
            attributes.set(JAVA_LONG, SCHED_RUNTIME, sliceNs);
            return (int) call.orErrno(SYSCALL, SCHED_SETATTR, tid, attributes.address(), 0, 0, 0);
        }
    }

    /// @param priority class in the bits from 13 on, level below
    public int setIoPriority(int tid, int priority) {
        return (int) call.orErrno(SYSCALL, IOPRIO_SET, IOPRIO_WHO_PROCESS, tid, priority, 0, 0);
    }

    public int prctl(int option, long argument) {
        return call.intOrErrno(PRCTL, option, argument, 0, 0, 0);
    }

    /// The permitted capabilities of the calling thread, bit n for number n.
    public long capabilities() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = header(arena);
            MemorySegment halves = arena.allocate(2 * HALF_BYTES, Long.BYTES);
            int failure = call.intOrErrno(CAPGET, header.address(), halves.address(), 0, 0, 0);
            return failure < 0
                    ? failure
                    : (Integer.toUnsignedLong(halves.get(JAVA_INT, HALF_BYTES + PERMITTED)) << Integer.SIZE)
                            | Integer.toUnsignedLong(halves.get(JAVA_INT, PERMITTED));
        }
    }

    /// Leaves the calling thread, and those that it makes from now on, no others than these; none is inheritable.
    public int setCapabilities(long capabilities) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = header(arena);
            MemorySegment halves = arena.allocate(2 * HALF_BYTES, Long.BYTES);
            setHalf(halves, 0, (int) capabilities);
            setHalf(halves, HALF_BYTES, (int) (capabilities >>> Integer.SIZE));
            return call.intOrErrno(CAPSET, header.address(), halves.address(), 0, 0, 0);
        }
    }

    private static void setHalf(MemorySegment halves, long at, int bits) {
        halves.set(JAVA_INT, at, bits);
        halves.set(JAVA_INT, at + PERMITTED, bits);
    }

    private static MemorySegment header(Arena arena) {
        MemorySegment header = arena.allocate(HEADER_BYTES, Long.BYTES);
        header.set(JAVA_INT, 0, CAPABILITY_VERSION);
        return header;
    }
}
