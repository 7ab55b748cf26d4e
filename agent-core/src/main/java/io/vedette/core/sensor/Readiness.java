package io.vedette.core.sensor;

import io.vedette.core.ffi.Libc;
import io.vedette.core.ring.MappedRing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/// Waits until the kernel's ring has something to read, so that the hooks pay for a wake-up as rarely as can
/// be.
///
/// While records come it looks every millisecond, and the hooks wake nobody. When none came in such a turn it
/// says so in a variable that the hooks read, looks once more, and sleeps; the first event after that wakes
/// it. One thread uses it; waiting makes no objects.
final class Readiness implements AutoCloseable {

    private static final long TURN_NS = 1_000_000;

    private final Libc libc;
    private final MappedRing ring;
    private final UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(Libc.EPOLL_EVENT_BYTES));
    private final long variables;
    private final UnsafeBuffer asleep;
    private final int epollFd;
    private boolean active;

    /// @param ringFd of the ring's map
    /// @param variablesFd of the map with the programs' variables: the first says whether the reader sleeps.
    ///     If it can't be mapped, nobody wakes the reader before its time
    Readiness(Libc libc, MappedRing ring, int ringFd, int variablesFd) {
        this.libc = libc;
        this.ring = ring;
        this.variables =
                libc.mmap(0, libc.pageSize(), Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, variablesFd, 0);
        this.asleep = isMapped()
                ? new UnsafeBuffer(variables, Integer.BYTES)
                : new UnsafeBuffer(ByteBuffer.allocateDirect(Integer.BYTES));
        this.epollFd = libc.epollCreate1(Libc.EPOLL_CLOEXEC);
        event.putInt(0, Libc.EPOLLIN, ByteOrder.nativeOrder());
        libc.epollCtl(epollFd, Libc.EPOLL_CTL_ADD, ringFd, event.addressOffset());
    }

    /// Notes that there was something to read: more is likely to come.
    void onRecords() {
        active = true;
    }

    /// Comes back early when a signal interrupts it.
    void await(int timeoutMs) {
        if (active) {
            active = false;
            LockSupport.parkNanos(TURN_NS);
            return;
        }
        asleep.putIntVolatile(0, 1);
        if (ring.waitingBytes() == 0) {
            libc.epollWait(epollFd, event.addressOffset(), 1, timeoutMs);
        }
        asleep.putIntVolatile(0, 0);
    }

    @Override
    public void close() {
        libc.close(epollFd);
        if (isMapped()) {
            libc.munmap(variables, libc.pageSize());
        }
    }

    /// Failures are negative error numbers.
    private boolean isMapped() {
        return variables > 0;
    }
}
