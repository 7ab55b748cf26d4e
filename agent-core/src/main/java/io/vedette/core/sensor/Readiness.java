package io.vedette.core.sensor;

import io.vedette.core.ffi.Libc;
import io.vedette.core.ring.OrderedRings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/// Waits until the kernel's ring has something to read, so that the hooks pay for a wake-up as rarely as can
/// be.
///
/// While records come it looks once in a turn, and the hooks wake nobody. When none came in such a turn it
/// says so in a variable that the hooks read, looks once more, and sleeps; the first event after that wakes
/// it. One thread uses it; waiting makes no objects.
final class Readiness implements AutoCloseable {

    private final Libc libc;
    private final OrderedRings rings;
    private final UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(Libc.EPOLL_EVENT_BYTES));
    private final Settings settings;
    private final int epollFd;
    private boolean active;
    private long turnNs;

    /// @param ringFd of the ring through which the hooks wake the reader
    /// @param turnNs between two looks while records come
    Readiness(Libc libc, OrderedRings rings, int ringFd, Settings settings, long turnNs) {
        this.turnNs = turnNs;
        this.libc = libc;
        this.rings = rings;
        this.settings = settings;
        this.epollFd = libc.epollCreate1(Libc.EPOLL_CLOEXEC);
        event.putInt(0, Libc.EPOLLIN, ByteOrder.nativeOrder());
        libc.epollCtl(epollFd, Libc.EPOLL_CTL_ADD, ringFd, event.addressOffset());
    }

    /// Notes that there was something to read: more is likely to come.
    void onRecords() {
        active = true;
    }

    /// @param ns between two looks while records come
    void turnNs(long ns) {
        turnNs = ns;
    }

    /// Comes back early when a signal interrupts it.
    void await(int timeoutMs) {
        if (active) {
            active = false;
            LockSupport.parkNanos(turnNs);
            return;
        }
        settings.readerIsAsleep(true);
        if (rings.waitingBytes() == 0) {
            libc.epollWait(epollFd, event.addressOffset(), 1, timeoutMs);
        }
        settings.readerIsAsleep(false);
    }

    @Override
    public void close() {
        libc.close(epollFd);
    }
}
