package io.vedette.core.sensor;

import io.vedette.core.ffi.Libc;
import io.vedette.core.ring.OrderedRings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/// Waits until the tracer's ring has something to read, so that the tracer pays for a wake-up as rarely as can be: it
/// wakes a reader that said that it sleeps, once.
///
/// While records come the ring is looked at once in a turn. One thread uses it; waiting makes no objects.
final class TracerWaiting implements Waiting, AutoCloseable {

    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;

    private final Libc libc;
    private final OrderedRings rings;
    private final Settings settings;
    private final int wakeFd;
    private final int epollFd;
    private final UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(Libc.EPOLL_EVENT_BYTES));
    private boolean active;
    private long turnNs;

    /// @param wakeFd what the tracer writes to
    /// @param turnNs between two looks while records come
    TracerWaiting(Libc libc, OrderedRings rings, Settings settings, int wakeFd, long turnNs) {
        this.libc = libc;
        this.rings = rings;
        this.settings = settings;
        this.wakeFd = wakeFd;
        this.turnNs = turnNs;
        epollFd = libc.epollCreate1(Libc.EPOLL_CLOEXEC);
        event.putInt(0, events(), ByteOrder.nativeOrder());
        libc.epollCtl(epollFd, Libc.EPOLL_CTL_ADD, wakeFd, event.addressOffset());
    }

    /// Notes that there was something to read: more is likely to come.
    void onRecords() {
        active = true;
    }

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
        if (begin()) {
            libc.epollWait(epollFd, event.addressOffset(), 1, timeoutMs);
        }
        end();
    }

    @Override
    public int fd() {
        return wakeFd;
    }

    /// Nobody reads what was written to it: each time is an event of its own.
    @Override
    public int events() {
        return Libc.EPOLLIN | Libc.EPOLLET;
    }

    @Override
    public boolean begin() {
        settings.reader(ASLEEP);
        return rings.waitingBytes() == 0;
    }

    @Override
    public void end() {
        settings.reader(AWAKE);
    }

    @Override
    public void close() {
        libc.close(epollFd);
    }
}
