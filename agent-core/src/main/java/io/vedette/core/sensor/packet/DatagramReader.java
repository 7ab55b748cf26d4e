package io.vedette.core.sensor.packet;

import io.vedette.core.event.Kinds;
import io.vedette.core.ffi.Libc;
import io.vedette.core.sensor.RecordQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/// Reads datagrams, a bounded number in a second: looking for whose each is must not cost a CPU.
///
/// What comes beyond that waits in the ring, and once that is full the kernel drops and counts it: each is told as a
/// `send` that is lost, also where it would have been to a peer that was told before. One thread; makes no objects.
final class DatagramReader implements AutoCloseable {

    private static final int TURN_PACKETS = 512;
    private static final int MAX_A_SECOND = 20_000;
    private static final long SECOND_NS = 1_000_000_000;

    private final PacketRing ring;
    private final PacketView packet = new PacketView();
    private final UdpTracker tracker;
    private final RecordQueue queue;
    private final Libc libc;
    private final int epollFd;
    private final UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(Libc.EPOLL_EVENT_BYTES));
    private long secondEndNs;
    private int taken;
    private boolean isAwaited;

    /// @param ring closed with this
    /// @param epollFd which is to say that there is something to read
    DatagramReader(PacketRing ring, UdpTracker tracker, RecordQueue queue, Libc libc, int epollFd) {
        this.ring = ring;
        this.tracker = tracker;
        this.queue = queue;
        this.libc = libc;
        this.epollFd = epollFd;
        event.putInt(0, Libc.EPOLLIN, ByteOrder.nativeOrder());
        await(true);
    }

    /// @param nowNs of the boot clock
    /// @param bootNs what makes a time of the wall clock one of the boot clock
    void read(long nowNs, long bootNs) {
        if (nowNs - secondEndNs >= 0) {
            secondEndNs = nowNs + SECOND_NS;
            taken = 0;
            await(true);
        }
        for (int packets = 0; packets < TURN_PACKETS && taken < MAX_A_SECOND && ring.next(); packets++) {
            taken++;
            take(bootNs);
        }
        // A ring that is left full would wake the thread all the time.
        await(taken < MAX_A_SECOND);
        queue.countLost(Kinds.SEND, ring.dropped());
    }

    /// Reads what waits in the ring.
    void end(long bootNs) {
        for (int packets = 0; packets < Packets.DATAGRAMS.frames() && ring.next(); packets++) {
            take(bootNs);
        }
        queue.countLost(Kinds.SEND, ring.dropped());
    }

    private void take(long bootNs) {
        if (ring.read(packet)) {
            tracker.onDatagram(packet, true, false, ring.epochNs() + bootNs);
        } else {
            // Its header comes later than what is taken of it.
            queue.countLost(Kinds.SEND, 1);
        }
    }

    private void await(boolean wanted) {
        if (wanted != isAwaited) {
            isAwaited = wanted;
            libc.epollCtl(epollFd, wanted ? Libc.EPOLL_CTL_ADD : Libc.EPOLL_CTL_DEL, ring.fd(), event.addressOffset());
        }
    }

    @Override
    public void close() {
        ring.close();
    }
}
