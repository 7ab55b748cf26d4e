package io.vedette.core.sensor.packet;

import io.vedette.core.event.Kinds;
import io.vedette.core.ffi.DirectoryCalls;
import io.vedette.core.ffi.Libc;
import io.vedette.core.ffi.SocketCalls;
import io.vedette.core.sensor.Blindness;
import io.vedette.core.sensor.Processes;
import io.vedette.core.sensor.RecordQueue;
import io.vedette.core.sensor.RecordSource;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.sensor.sockets.ListenWatch;
import io.vedette.core.sensor.sockets.ListenerOwners;
import io.vedette.core.sensor.sockets.ProcessSockets;
import io.vedette.core.sensor.sockets.SocketDiag;
import io.vedette.core.sensor.sockets.SocketOwners;
import io.vedette.core.sensor.sockets.SocketRecord;
import io.vedette.core.time.Clock;
import io.vedette.core.time.KernelClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// Watches the network namespace's packets: connections, first datagrams, DNS, and new listeners beside them.
///
/// It takes CAP_NET_RAW for the packets, and CAP_SYS_PTRACE to tell whose they are. The kernel's drops are counted.
/// While datagrams come in floods only DNS is taken of them.
public final class PacketSource implements RecordSource {

    private static final int QUIET_MS = 50;
    private static final int WAITING_MS = 1;
    private static final int TURN_PACKETS = 512;
    private static final long SECOND_NS = 1_000_000_000;
    private static final long SWEEP_NS = 30 * SECOND_NS;
    private static final int DATAGRAMS_A_SECOND = 20_000;
    private static final long WITHOUT_DATAGRAMS_NS = SECOND_NS;
    private static final int NO_KIND = 0;

    private final Path procfs;
    private @Nullable Parts parts;
    private long nextSecondNs;
    private long nextSweepNs;
    private long datagramsFromNs;
    private int datagrams;

    private record Parts(
            PacketRing ring,
            SocketDiag sockets,
            ProcessSockets files,
            PacketView packet,
            TcpTracker tcp,
            UdpTracker udp,
            ListenWatch listeners,
            RecordQueue queue,
            Clock clock,
            Libc libc,
            int epollFd,
            UnsafeBuffer event) {}

    public PacketSource(Path procfs) {
        this.procfs = procfs;
    }

    @Override
    public SensorReport open(RecordQueue queue) {
        SocketCalls calls = new SocketCalls();
        Libc libc = new Libc();
        PacketRing.Result opened = PacketRing.open(calls, libc);
        PacketRing ring = opened.ring();
        if (ring == null) {
            return new SensorReport(
                    "packet",
                    List.of(),
                    List.of("Packets can't be seen (" + opened.failure() + "): it takes CAP_NET_RAW."));
        }
        SocketDiag sockets = new SocketDiag(calls);
        ProcessSockets files = new ProcessSockets(new DirectoryCalls(), libc, procfs);
        SocketOwners owners = new SocketOwners(files, Processes.ofAgent(procfs, queue));
        SocketRecord record = new SocketRecord(queue);
        ListenerOwners listeners = new ListenerOwners(sockets, owners);
        int epollFd = libc.epollCreate1(Libc.EPOLL_CLOEXEC);
        UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(Libc.EPOLL_EVENT_BYTES));
        event.putInt(0, Libc.EPOLLIN, ByteOrder.nativeOrder());
        libc.epollCtl(epollFd, Libc.EPOLL_CTL_ADD, ring.fd(), event.addressOffset());
        parts = new Parts(
                ring,
                sockets,
                files,
                new PacketView(),
                new TcpTracker(sockets, owners, listeners, record, queue),
                new UdpTracker(sockets, owners, record),
                new ListenWatch(sockets, owners, record),
                queue,
                new KernelClock(),
                libc,
                epollFd,
                event);
        List<String> issues = new ArrayList<>(Blindness.ofSockets(procfs));
        if (!sockets.trouble().isEmpty()) {
            issues.add("Whose packets are is not known: " + sockets.trouble() + ".");
        }
        return new SensorReport(
                "packet",
                List.of(Kinds.CONNECT, Kinds.LISTEN, Kinds.ACCEPT, Kinds.CLOSE_CONNECTION, Kinds.SEND, Kinds.DNS),
                issues);
    }

    @Override
    public void turn() {
        Parts mine = parts;
        if (mine == null) {
            return;
        }
        int waitMs = mine.tcp.isWaiting() ? WAITING_MS : QUIET_MS;
        mine.libc.epollWait(mine.epollFd, mine.event.addressOffset(), 1, waitMs);
        long nowNs = mine.clock.bootTimeNs();
        long bootNs = nowNs - mine.clock.epochTimeNs();
        for (int packets = 0; packets < TURN_PACKETS && mine.ring.next(); packets++) {
            take(mine, bootNs);
        }
        mine.tcp.onTime(nowNs);
        mine.listeners.run(nowNs);
        eachSecond(mine, nowNs);
    }

    private void take(Parts mine, long bootNs) {
        PacketRing ring = mine.ring;
        PacketView packet = mine.packet;
        if (!packet.read(ring.buffer(), ring.packetOffset(), ring.packetLength(), ring.wholeLength())) {
            return;
        }
        long timeNs = ring.epochNs() + bootNs;
        boolean sentHere = ring.isOutgoing();
        boolean receivedHere = !sentHere || ring.isLoopback();
        if (!packet.isTcp()) {
            datagrams++;
            mine.udp.onDatagram(packet, sentHere, receivedHere, timeNs);
            return;
        }
        mine.tcp.onSegment(packet, sentHere, receivedHere, timeNs);
    }

    private void eachSecond(Parts mine, long nowNs) {
        if (nowNs - nextSecondNs < 0) {
            return;
        }
        nextSecondNs = nowNs + SECOND_NS;
        long dropped = mine.ring.dropped();
        if (dropped > 0) {
            mine.queue.countLost(NO_KIND, dropped);
        }
        if (datagramsFromNs != 0 && nowNs - datagramsFromNs >= 0) {
            datagramsFromNs = 0;
            mine.ring.takeDatagrams(true);
        } else if (datagrams > DATAGRAMS_A_SECOND) {
            datagramsFromNs = nowNs + WITHOUT_DATAGRAMS_NS;
            mine.ring.takeDatagrams(false);
        }
        datagrams = 0;
        if (nowNs - nextSweepNs >= 0) {
            nextSweepNs = nowNs + SWEEP_NS;
            mine.tcp.sweep(nowNs);
        }
    }

    @Override
    public void close() {
        if (parts != null) {
            parts.libc.close(parts.epollFd);
            parts.ring.close();
            parts.sockets.close();
            parts.files.close();
            parts = null;
        }
    }
}
