package io.vedette.core.sensor.packet;

import io.vedette.core.ffi.DirectoryCalls;
import io.vedette.core.ffi.Libc;
import io.vedette.core.ffi.SocketCalls;
import io.vedette.core.sensor.Processes;
import io.vedette.core.sensor.QueueReader;
import io.vedette.core.sensor.RecordQueue;
import io.vedette.core.sensor.sockets.ListenerOwners;
import io.vedette.core.sensor.sockets.OwnConnects;
import io.vedette.core.sensor.sockets.ProcessSockets;
import io.vedette.core.sensor.sockets.SocketDiag;
import io.vedette.core.sensor.sockets.SocketOwners;
import io.vedette.core.sensor.sockets.SocketRecord;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/// Packets between two addresses that no socket of this machine has, so that nobody is found who has them, and the
/// trackers with what they ask.
final class Wire implements AutoCloseable {

    static final String HERE = "192.0.2.1";
    static final String THERE = "192.0.2.2";

    private static final ByteOrder NETWORK = ByteOrder.BIG_ENDIAN;
    private static final int IP_HEADER = 20;
    private static final int TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final byte VERSION_4 = 0x45;
    private static final int HERE_BYTES = 0xC0000201;
    private static final int THERE_BYTES = 0xC0000202;

    final RecordQueue queue = new RecordQueue();
    final QueueReader reader = new QueueReader(queue);
    final OwnConnects own = new OwnConnects();
    final TcpTracker tcp;
    final UdpTracker udp;

    private final PacketView packet = new PacketView();
    private final SocketDiag sockets = new SocketDiag(new SocketCalls());
    private final ProcessSockets files = new ProcessSockets(new DirectoryCalls(), new Libc(), Path.of("/proc"));

    Wire() {
        SocketOwners owners = new SocketOwners(files, Processes.ofAgent(Path.of("/proc"), queue));
        SocketRecord record = new SocketRecord(queue);
        tcp = new TcpTracker(sockets, owners, new ListenerOwners(sockets, owners), own, record, queue);
        udp = new UdpTracker(sockets, owners, record);
    }

    /// One that is sent from here.
    void sent(int flags, int here, int there, int sequence, int acknowledged, int payload, long timeNs) {
        read(segment(flags, here, there, sequence, acknowledged, payload), HERE_BYTES, THERE_BYTES);
        tcp.onSegment(packet, true, false, timeNs);
    }

    /// One that comes in.
    void received(int flags, int there, int here, int sequence, int acknowledged, int payload, long timeNs) {
        read(segment(flags, there, here, sequence, acknowledged, payload), THERE_BYTES, HERE_BYTES);
        tcp.onSegment(packet, false, true, timeNs);
    }

    void datagramSent(int here, int there, byte[] payload, long timeNs) {
        read(datagram(here, there, payload), HERE_BYTES, THERE_BYTES);
        udp.onDatagram(packet, true, false, timeNs);
    }

    void datagramReceived(int there, int here, byte[] payload, long timeNs) {
        read(datagram(there, here, payload), THERE_BYTES, HERE_BYTES);
        udp.onDatagram(packet, false, true, timeNs);
    }

    private void read(UnsafeBuffer bytes, int from, int to) {
        bytes.putInt(12, from, NETWORK);
        bytes.putInt(16, to, NETWORK);
        if (!packet.read(bytes, 0, bytes.capacity(), bytes.capacity())) {
            throw new AssertionError("no packet");
        }
    }

    private static UnsafeBuffer segment(int flags, int from, int to, int sequence, int acknowledged, int payload) {
        UnsafeBuffer bytes = packet(6, TCP_HEADER + payload, from, to);
        bytes.putInt(IP_HEADER + 4, sequence, NETWORK);
        bytes.putInt(IP_HEADER + 8, acknowledged, NETWORK);
        bytes.putByte(IP_HEADER + 12, (byte) ((TCP_HEADER / 4) << 4));
        bytes.putByte(IP_HEADER + 13, (byte) flags);
        return bytes;
    }

    private static UnsafeBuffer datagram(int from, int to, byte[] payload) {
        UnsafeBuffer bytes = packet(17, UDP_HEADER + payload.length, from, to);
        bytes.putBytes(IP_HEADER + UDP_HEADER, payload);
        return bytes;
    }

    private static UnsafeBuffer packet(int protocol, int length, int from, int to) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[IP_HEADER + length]);
        bytes.putByte(0, VERSION_4);
        bytes.putShort(2, (short) (IP_HEADER + length), NETWORK);
        bytes.putByte(9, (byte) protocol);
        bytes.putShort(IP_HEADER, (short) from, NETWORK);
        bytes.putShort(IP_HEADER + 2, (short) to, NETWORK);
        return bytes;
    }

    @Override
    public void close() {
        sockets.close();
        files.close();
    }
}
