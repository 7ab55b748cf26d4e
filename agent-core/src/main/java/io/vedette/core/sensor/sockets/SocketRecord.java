package io.vedette.core.sensor.sockets;

import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.NetworkLayout;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.ffi.SocketCalls;
import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.RecordHeader;
import io.vedette.core.sensor.RecordQueue;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Records of the network that are put together in user space, one after the other in the same bytes. One thread;
/// makes no objects.
public final class SocketRecord {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int PAYLOAD_MAX = 4096;
    private static final int NO_FD = -1;
    private static final int CONNECTION_LOCAL = NetworkLayout.CONNECTION_LOCAL;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[NetworkLayout.DNS_LENGTH + PAYLOAD_MAX]);
    private final RecordQueue queue;

    public SocketRecord(RecordQueue queue) {
        this.queue = queue;
    }

    /// CONNECT, ACCEPT, SEND or LISTEN.
    ///
    /// @param family of the socket
    /// @param number the backlog of LISTEN
    public void connection(
            int kind, long bootTimeNs, Owner owner, Endpoints ends, long inode, int family, int error, int number) {
        begin(kind, NetworkLayout.CONNECTION_LENGTH, bootTimeNs, owner, ends);
        buffer.putLong(NetworkLayout.CONNECTION_SOCKET, inode, ORDER);
        buffer.putInt(NetworkLayout.CONNECTION_PROTOCOL, ends.protocol, ORDER);
        buffer.putInt(NetworkLayout.CONNECTION_FD, NO_FD, ORDER);
        buffer.putInt(NetworkLayout.CONNECTION_ERROR, error, ORDER);
        buffer.putInt(NetworkLayout.CONNECTION_NUMBER, number, ORDER);
        buffer.putShort(NetworkLayout.CONNECTION_FAMILY, (short) family, ORDER);
        buffer.putShort(NetworkLayout.CONNECTION_TYPE, (short) type(ends), ORDER);
        queue.offer(buffer, 0, NetworkLayout.CONNECTION_LENGTH);
    }

    /// CLOSE_CONNECTION.
    ///
    /// @param incomplete bits of the record itself
    public void closed(
            long bootTimeNs,
            Owner owner,
            Endpoints ends,
            long inode,
            int family,
            long received,
            long sent,
            long durationNs,
            int incomplete) {
        begin(Kinds.CLOSE_CONNECTION, NetworkLayout.CLOSE_CONNECTION_LENGTH, bootTimeNs, owner, ends);
        addIncomplete(incomplete);
        buffer.putLong(NetworkLayout.CLOSE_CONNECTION_SOCKET, inode, ORDER);
        buffer.putLong(NetworkLayout.CLOSE_CONNECTION_BYTES_RECEIVED, received, ORDER);
        buffer.putLong(NetworkLayout.CLOSE_CONNECTION_BYTES_SENT, sent, ORDER);
        buffer.putLong(NetworkLayout.CLOSE_CONNECTION_DURATION_NS, durationNs, ORDER);
        buffer.putInt(NetworkLayout.CLOSE_CONNECTION_PROTOCOL, ends.protocol, ORDER);
        buffer.putShort(NetworkLayout.CLOSE_CONNECTION_FAMILY, (short) family, ORDER);
        buffer.putShort(NetworkLayout.CLOSE_CONNECTION_TYPE, (short) type(ends), ORDER);
        queue.offer(buffer, 0, NetworkLayout.CLOSE_CONNECTION_LENGTH);
    }

    /// DNS.
    ///
    /// @param length bytes of the message at `offset` that are there
    /// @param whole bytes of the message
    public void dns(
            long bootTimeNs,
            Owner owner,
            Endpoints ends,
            long inode,
            int direction,
            DirectBuffer payload,
            int offset,
            int length,
            int whole) {
        int kept = Math.min(length, PAYLOAD_MAX);
        int size = NetworkLayout.DNS_LENGTH + kept;
        begin(Kinds.DNS, NetworkLayout.DNS_LENGTH, bootTimeNs, owner, ends);
        buffer.putInt(RecordLayout.SIZE, size, ORDER);
        addIncomplete(kept < whole ? IncompleteBits.PAYLOAD_CUT : 0);
        buffer.putLong(NetworkLayout.DNS_SOCKET, inode, ORDER);
        buffer.putInt(NetworkLayout.DNS_PROTOCOL, ends.protocol, ORDER);
        buffer.putShort(NetworkLayout.DNS_DIRECTION, (short) direction, ORDER);
        buffer.putShort(NetworkLayout.DNS_PAYLOAD_LEN, (short) kept, ORDER);
        buffer.putBytes(NetworkLayout.DNS_LENGTH, payload, offset, kept);
        queue.offer(buffer, 0, size);
    }

    private void begin(int kind, int length, long bootTimeNs, Owner owner, Endpoints ends) {
        RecordHeader.write(buffer, kind, length, bootTimeNs, owner);
        // Both ends are at the same places in all records of the network.
        putAddress(CONNECTION_LOCAL, ends, ends.localIp, ends.localPort);
        putAddress(NetworkLayout.CONNECTION_REMOTE, ends, ends.remoteIp, ends.remotePort);
    }

    private void putAddress(int at, Endpoints ends, byte[] ip, int port) {
        if (port == 0 && Endpoints.isZero(ip)) {
            return;
        }
        buffer.putBytes(at + RecordLayout.ADDRESS_IP, ip);
        buffer.putShort(at + RecordLayout.ADDRESS_FAMILY, (short) ends.family, ORDER);
        buffer.putShort(at + RecordLayout.ADDRESS_PORT, (short) port, ORDER);
    }

    private void addIncomplete(int bits) {
        buffer.putInt(RecordLayout.INCOMPLETE, buffer.getInt(RecordLayout.INCOMPLETE, ORDER) | bits, ORDER);
    }

    private static int type(Endpoints ends) {
        return ends.protocol == Endpoints.TCP ? SocketCalls.SOCK_STREAM : SocketCalls.SOCK_DGRAM;
    }
}
