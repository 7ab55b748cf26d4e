package io.vedette.core.sensor;

import io.vedette.core.ffi.Libc;
import io.vedette.core.ring.MappedRing;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/// The memory that the agent shares with the tracer: a ring, which is read as the kernel's are, and `struct control`
/// behind it; `shared.h` has both.
///
/// It outlives the tracers that write into it. The drain uses it; what another thread reads is said. After [#close()]
/// nothing may be called.
final class TracerMemory implements AutoCloseable {

    static final int STATE_STARTING = 0;
    static final int STATE_REFUSED = 2;
    static final int CAUSE_LATE = 1;
    static final int CAUSE_ENDED = 2;
    static final int CAUSE_UNSEEN = 4;
    static final int CAUSE_THROTTLED = 5;
    static final int CAUSE_UNTOLD = 6;
    static final int CAUSE_STARVED = 7;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    static final int RING_OVERLAP = 64 * 1024;

    private static final int STATE = 576;
    private static final int ERROR = 580;
    private static final int TRACED = 584;
    private static final int REFUSED = 588;
    static final int OUTAGES = 592;
    static final int OPEN_CAUSE = 596;
    static final int OPEN_FROM_NS = 600;
    static final int WHOLE_UNTIL_NS = 616;
    private static final int TRACER = 624;
    static final int GUARD = 628;
    private static final int RETELL = 632;
    private static final int IGNORED = 636;
    private static final int IGNORED_CGROUPS = 664;
    private static final int IGNORED_MAX = 4096;
    private static final int ROWS = 33_432;
    static final int PAST = 98_968;
    static final int PAST_MAX = 16;
    /// How many outages that are over can be had; one more may be written meanwhile.
    static final int OUTAGES_KEPT = PAST_MAX - 1;
    static final int OUTAGE_LENGTH = 24;
    static final int OUTAGE_TO_NS = 8;
    static final int OUTAGE_CAUSE = 16;
    static final int CONTROL_LENGTH = 99_352;

    private final Libc libc;
    private final int fd;
    private final long address;
    private final MappedRing ring;
    private final UnsafeBuffer control;
    private final Settings settings;

    private TracerMemory(Libc libc, int fd, long address, MappedRing ring, long controlOffset) {
        this.libc = libc;
        this.fd = fd;
        this.address = address;
        this.ring = ring;
        control = new UnsafeBuffer(address, CONTROL_LENGTH);
        settings = new Settings(libc, fd, controlOffset);
    }

    /// Whether it could be made.
    sealed interface Result {
        /// It is; its owner closes it.
        record Made(TracerMemory memory) implements Result {}

        /// It could not be.
        ///
        /// @param errno positive
        record NotMade(int errno) implements Result {}
    }

    /// @param ringBytes a power of two
    static Result make(Libc libc, int ringBytes) {
        long controlOffset = 2L * libc.pageSize() + ringBytes + RING_OVERLAP;
        int fd = libc.memoryFile("vedette-ring", controlOffset + CONTROL_LENGTH);
        if (fd < 0) {
            return new Result.NotMade(-fd);
        }
        long address =
                libc.mmap(0, CONTROL_LENGTH, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, fd, controlOffset);
        if (address < 0) {
            libc.close(fd);
            return new Result.NotMade((int) -address);
        }
        MappedRing.Result mapped = MappedRing.map(libc, fd, ringBytes);
        if (mapped instanceof MappedRing.Result.Mapped found) {
            return new Result.Made(new TracerMemory(libc, fd, address, found.ring(), controlOffset));
        }
        libc.munmap(address, CONTROL_LENGTH);
        libc.close(fd);
        return new Result.NotMade(((MappedRing.Result.NotMapped) mapped).errno());
    }

    int fd() {
        return fd;
    }

    MappedRing ring() {
        return ring;
    }

    Settings settings() {
        return settings;
    }

    TracerCounts counts() {
        return new TracerCounts(new UnsafeBuffer(control, ROWS, TracerCounts.LENGTH), this::retellCgroups);
    }

    /// One of `STATE_…`.
    int state() {
        return control.getIntVolatile(STATE);
    }

    /// Why the last process that can't be traced can't be: errno.
    int error() {
        return control.getInt(ERROR, ORDER);
    }

    /// How many processes are traced.
    int traced() {
        return control.getInt(TRACED, ORDER);
    }

    /// How many are not, since somebody else traces them or they may not be.
    int refused() {
        return control.getInt(REFUSED, ORDER);
    }

    /// How many outages have passed.
    int outages() {
        return control.getIntVolatile(OUTAGES);
    }

    /// Time that was not watched.
    ///
    /// @param fromBootNs on the boot clock; 0: there is none
    /// @param toBootNs the same
    /// @param cause one of `CAUSE_…`, or a debugger
    record Span(long fromBootNs, long toBootNs, int cause) {}

    /// One of the outages that are over.
    ///
    /// @param number from 0 on, one of the last [#OUTAGES_KEPT]
    Span outage(int number) {
        int at = PAST + Math.floorMod(number, PAST_MAX) * OUTAGE_LENGTH;
        return new Span(
                control.getLong(at, ORDER),
                control.getLong(at + OUTAGE_TO_NS, ORDER),
                control.getInt(at + OUTAGE_CAUSE, ORDER));
    }

    /// The one that was not over when tracer and guard ended, without its end. A guard that ends in order leaves none.
    Span openOutage() {
        long fromNs = control.getLong(OPEN_FROM_NS, ORDER);
        if (fromNs != 0) {
            return new Span(fromNs, 0, control.getInt(OPEN_CAUSE, ORDER));
        }
        return new Span(control.getInt(GUARD, ORDER) == 0 ? 0 : control.getLong(WHOLE_UNTIL_NS, ORDER), 0, CAUSE_ENDED);
    }

    boolean isTracerOrGuard(int pid) {
        return pid == control.getInt(TRACER, ORDER) || pid == control.getInt(GUARD, ORDER);
    }

    /// @return false when there is no room for one more
    boolean ignore(long cgroupId, boolean ignore) {
        int used = control.getInt(IGNORED, ORDER);
        long wanted = ignore ? 0 : cgroupId;
        for (int i = 0; i < used; i++) {
            long there = control.getLong(IGNORED_CGROUPS + i * Long.BYTES, ORDER);
            if (there == cgroupId && ignore) {
                return true;
            }
            if (there == wanted) {
                control.putLong(IGNORED_CGROUPS + i * Long.BYTES, ignore ? cgroupId : 0, ORDER);
                return true;
            }
        }
        if (!ignore || used == IGNORED_MAX) {
            return !ignore;
        }
        control.putLong(IGNORED_CGROUPS + used * Long.BYTES, cgroupId, ORDER);
        control.putIntVolatile(IGNORED, used + 1);
        return true;
    }

    private void retellCgroups() {
        control.putIntVolatile(RETELL, control.getInt(RETELL, ORDER) + 1);
    }

    @Override
    public void close() {
        settings.close();
        ring.close();
        libc.munmap(address, CONTROL_LENGTH);
        libc.close(fd);
    }
}
