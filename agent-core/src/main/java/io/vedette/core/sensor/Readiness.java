package io.vedette.core.sensor;

import io.vedette.core.ffi.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/// Waits until a file descriptor has something to read. One thread uses it; waiting makes no objects.
final class Readiness implements AutoCloseable {

    private final Libc libc;
    private final UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(Libc.EPOLL_EVENT_BYTES));
    private final int epollFd;

    Readiness(Libc libc, int fd) {
        this.libc = libc;
        this.epollFd = libc.epollCreate1(Libc.EPOLL_CLOEXEC);
        event.putInt(0, Libc.EPOLLIN, ByteOrder.nativeOrder());
        libc.epollCtl(epollFd, Libc.EPOLL_CTL_ADD, fd, event.addressOffset());
    }

    /// Comes back early when a signal interrupts it.
    void await(int timeoutMs) {
        libc.epollWait(epollFd, event.addressOffset(), 1, timeoutMs);
    }

    @Override
    public void close() {
        libc.close(epollFd);
    }
}
