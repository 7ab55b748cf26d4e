package io.vedette.core.sensor.packet;

import io.vedette.core.ffi.SocketCalls;
import io.vedette.core.sensor.sockets.Endpoints;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Reads the headers of one IP packet, whatever its bytes are. The buffer's bytes are lent. One thread; makes no
/// objects.
///
/// Of what comes in fragments the first one stands for all.
final class PacketView {

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 0x10;

    static final int IPV6_HEADER = 40;
    /// Extension headers of IPv6 that are passed over to find the transport's. What has more is not read.
    static final int MAX_EXTENSIONS = 3;
    /// The one of fragments, whose second word is the offset, with flags in its low bits.
    static final int FRAGMENT = 44;
    static final int FRAGMENT_OFFSET = 0xFFF8;
    /// Those that say in their second byte how long they are: for each hop, of routing, for the destination.
    static final List<Integer> OPTIONS = List.of(0, 43, 60);

    private static final ByteOrder NETWORK = ByteOrder.BIG_ENDIAN;
    private static final int IPV4_HEADER = 20;
    private static final int LEAST_EXTENSION = 8;
    private static final int TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int WORD = 4;
    private static final int NIBBLE = 4;
    private static final int LOW = 0xF;
    private static final int U8 = 0xFF;
    private static final int U16 = 0xFFFF;

    private final Endpoints sender = new Endpoints();
    private DirectBuffer buffer = new UnsafeBuffer(new byte[0]);
    private int flags;
    private int sequence;
    private int acknowledgement;
    private int payloadOffset;
    private int payloadLength;
    private int payloadWhole;

    /// @param length bytes that are there
    /// @param whole bytes that the packet has
    /// @return false when it is no TCP segment or datagram, or its headers are not all there
    boolean read(DirectBuffer from, int offset, int length, int whole) {
        buffer = from;
        if (length < 1) {
            return false;
        }
        int version = (from.getByte(offset) & U8) >> NIBBLE;
        if (version == WORD && length >= IPV4_HEADER) {
            int header = (from.getByte(offset) & LOW) * WORD;
            int total = from.getShort(offset + 2, NETWORK) & U16;
            putAddresses(SocketCalls.AF_INET, offset + 12, WORD);
            sender.protocol = from.getByte(offset + 9) & U8;
            return header >= IPV4_HEADER && transport(offset, header, length, total == 0 ? whole : total);
        }
        if (version == 6 && length >= IPV6_HEADER) {
            int total = from.getShort(offset + WORD, NETWORK) & U16;
            putAddresses(SocketCalls.AF_INET6, offset + 8, Endpoints.IP_BYTES);
            int header = passExtensions(offset, length);
            return header > 0 && transport(offset, header, length, total == 0 ? whole : total + IPV6_HEADER);
        }
        return false;
    }

    /// Puts the transport's protocol.
    ///
    /// @return bytes before the transport's header; 0 when they are not all there, or it is not in this fragment
    private int passExtensions(int offset, int length) {
        int header = IPV6_HEADER;
        int next = buffer.getByte(offset + 6) & U8;
        for (int i = 0; i < MAX_EXTENSIONS && (next == FRAGMENT || isOptions(next)); i++) {
            int at = offset + header;
            if (length < header + LEAST_EXTENSION) {
                return 0;
            }
            if (next == FRAGMENT && (buffer.getShort(at + 2, NETWORK) & FRAGMENT_OFFSET) != 0) {
                return 0;
            }
            next = buffer.getByte(at) & U8;
            header += ((buffer.getByte(at + 1) & U8) + 1) * LEAST_EXTENSION;
        }
        sender.protocol = next;
        return header;
    }

    private static boolean isOptions(int header) {
        for (int i = 0; i < OPTIONS.size(); i++) {
            if (OPTIONS.get(i) == header) {
                return true;
            }
        }
        return false;
    }

    private void putAddresses(int family, int at, int bytes) {
        sender.family = family;
        Arrays.fill(sender.localIp, (byte) 0);
        Arrays.fill(sender.remoteIp, (byte) 0);
        buffer.getBytes(at, sender.localIp, 0, bytes);
        buffer.getBytes(at + bytes, sender.remoteIp, 0, bytes);
    }

    private boolean transport(int offset, int header, int length, int total) {
        boolean tcp = sender.protocol == Endpoints.TCP;
        int least = tcp ? TCP_HEADER : UDP_HEADER;
        boolean isOther = !tcp && sender.protocol != Endpoints.UDP;
        if (isOther || length < header + least) {
            return false;
        }
        int at = offset + header;
        sender.localPort = buffer.getShort(at, NETWORK) & U16;
        sender.remotePort = buffer.getShort(at + 2, NETWORK) & U16;
        int own = least;
        int end = total;
        if (tcp) {
            sequence = buffer.getInt(at + WORD, NETWORK);
            acknowledgement = buffer.getInt(at + 2 * WORD, NETWORK);
            own = ((buffer.getByte(at + 3 * WORD) & U8) >> NIBBLE) * WORD;
            flags = buffer.getByte(at + 13) & U8;
        } else {
            // That of all its fragments.
            int ownLength = buffer.getShort(at + WORD, NETWORK) & U16;
            end = ownLength == 0 ? total : header + ownLength;
        }
        payloadOffset = at + own;
        payloadLength = Math.max(0, Math.min(Math.min(length, total), end) - header - own);
        payloadWhole = Math.max(payloadLength, end - header - own);
        return own >= least;
    }

    /// The flow as its sender has it: local is the source.
    Endpoints sender() {
        return sender;
    }

    boolean isTcp() {
        return sender.protocol == Endpoints.TCP;
    }

    /// Whether one of the bits is set.
    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    int sequence() {
        return sequence;
    }

    int acknowledgement() {
        return acknowledgement;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int payloadOffset() {
        return payloadOffset;
    }

    /// Bytes that are there.
    int payloadLength() {
        return payloadLength;
    }

    /// Bytes that were sent.
    int payloadWhole() {
        return payloadWhole;
    }
}
