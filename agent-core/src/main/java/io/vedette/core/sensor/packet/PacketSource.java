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
import io.vedette.core.sensor.sockets.Endpoints;
import io.vedette.core.sensor.sockets.ListenWatch;
import io.vedette.core.sensor.sockets.ListenerOwners;
import io.vedette.core.sensor.sockets.OwnConnects;
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
/// It takes CAP_NET_RAW for the packets, and CAP_SYS_PTRACE to tell whose they are. The kernel's drops are counted: of
/// datagrams as what they are, of the rest without a kind, since it does not say what it dropped.
public final class PacketSource implements RecordSource {

    private static final int QUIET_MS = 50;
    private static final int WAITING_MS = 1;
    private static final int TURN_PACKETS = 512;
    private static final long SWEEP_NS = 30_000_000_000L;
    private static final int NO_KIND = 0;

    private final Path procfs;
    private final OwnConnects own;
    private @Nullable Parts parts;
    private long nextSweepNs;

    private record Parts(
            PacketRing ring,
            SocketDiag sockets,
            ProcessSockets files,
            PacketView packet,
            TcpTracker tcp,
            UdpTracker udp,
            DatagramReader datagrams,
            ListenWatch listeners,
            RecordQueue queue,
            Clock clock,
            Libc libc,
            int epollFd,
            UnsafeBuffer event) {}

    /// @param own connections of the agent, which are not told
    public PacketSource(Path procfs, OwnConnects own) {
        this.procfs = procfs;
        this.own = own;
    }

    @Override
    public SensorReport open(RecordQueue queue) {
        SocketCalls calls = new SocketCalls();
        Libc libc = new Libc();
        PacketRing.Result opened = PacketRing.open(calls, libc, Packets.CONNECTIONS);
        PacketRing ring = opened.ring();
        if (ring == null) {
            return failed(opened);
        }
        PacketRing.Result second = PacketRing.open(calls, libc, Packets.DATAGRAMS);
        PacketRing datagrams = second.ring();
        if (datagrams == null) {
            ring.close();
            return failed(second);
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
        UdpTracker udp = new UdpTracker(sockets, owners, record);
        parts = new Parts(
                ring,
                sockets,
                files,
                new PacketView(),
                new TcpTracker(sockets, owners, listeners, own, record, queue),
                udp,
                new DatagramReader(datagrams, udp, queue, libc, epollFd),
                new ListenWatch(sockets, owners, record, queue),
                queue,
                new KernelClock(),
                libc,
                epollFd,
                event);
        List<String> issues = new ArrayList<>(Blindness.ofSockets(procfs));
        for (int protocol : List.of(Endpoints.TCP, Endpoints.UDP)) {
            String trouble = sockets.trouble(protocol);
            if (!trouble.isEmpty()) {
                issues.add("Whose packets are is not known: " + trouble + ".");
            }
        }
        return new SensorReport(
                "packet",
                List.of(Kinds.CONNECT, Kinds.LISTEN, Kinds.ACCEPT, Kinds.CLOSE_CONNECTION, Kinds.SEND, Kinds.DNS),
                issues);
    }

    private static SensorReport failed(PacketRing.Result result) {
        return new SensorReport(
                "packet",
                List.of(),
                List.of("Packets can't be seen (" + result.failure() + "): it takes CAP_NET_RAW."));
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
        mine.queue.countLost(NO_KIND, mine.ring.dropped());
        mine.datagrams.read(nowNs, bootNs);
        mine.tcp.onTime(nowNs);
        mine.listeners.run(nowNs);
        if (nowNs - nextSweepNs >= 0) {
            nextSweepNs = nowNs + SWEEP_NS;
            mine.tcp.sweep(nowNs);
        }
    }

    /// A ring full of each, which takes less time than the sensor is given.
    @Override
    public void end() {
        Parts mine = parts;
        if (mine == null) {
            return;
        }
        long nowNs = mine.clock.bootTimeNs();
        long bootNs = nowNs - mine.clock.epochTimeNs();
        for (int packets = 0; packets < Packets.CONNECTIONS.frames() && mine.ring.next(); packets++) {
            take(mine, bootNs);
        }
        mine.queue.countLost(NO_KIND, mine.ring.dropped());
        mine.datagrams.end(bootNs);
        mine.listeners.look(nowNs);
        mine.tcp.end(nowNs);
    }

    private void take(Parts mine, long bootNs) {
        PacketRing ring = mine.ring;
        PacketView packet = mine.packet;
        if (!ring.read(packet)) {
            mine.queue.countLost(NO_KIND, 1);
            return;
        }
        long timeNs = ring.epochNs() + bootNs;
        boolean sentHere = ring.isOutgoing();
        boolean receivedHere = !sentHere || ring.isLoopback();
        if (!packet.isTcp()) {
            mine.udp.onDatagram(packet, sentHere, receivedHere, timeNs);
            return;
        }
        mine.tcp.onSegment(packet, sentHere, receivedHere, timeNs);
    }

    @Override
    public void close() {
        if (parts != null) {
            parts.libc.close(parts.epollFd);
            parts.ring.close();
            parts.datagrams.close();
            parts.sockets.close();
            parts.files.close();
            parts = null;
        }
    }
}
