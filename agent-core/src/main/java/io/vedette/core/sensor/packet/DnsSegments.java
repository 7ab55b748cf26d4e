package io.vedette.core.sensor.packet;

import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.sockets.SocketRecord;
import java.nio.ByteOrder;

/// Messages of DNS in the segments of a connection: each has its length before it, in the same segment or in the one
/// before. What a segment has no room for is not put together again: the message is told as cut. One thread.
final class DnsSegments {

    static final int SENT = 1;
    static final int RECEIVED = 2;
    /// Less is no message.
    static final int LEAST = 12;

    private static final int LENGTH_BYTES = 2;
    private static final int U16 = 0xFFFF;

    private final SocketRecord record;

    DnsSegments(SocketRecord record) {
        this.record = record;
    }

    void onSegment(PacketView packet, Connection connection, boolean sent, long timeNs) {
        if (packet.payloadWhole() == 0) {
            return;
        }
        int at = packet.payloadOffset();
        int end = at + packet.payloadLength();
        int whole = sent ? connection.sentMessage : connection.receivedMessage;
        while (at < end) {
            if (whole == 0) {
                if (end - at < LENGTH_BYTES) {
                    break;
                }
                whole = packet.buffer().getShort(at, ByteOrder.BIG_ENDIAN) & U16;
                at += LENGTH_BYTES;
            }
            int there = Math.min(whole, end - at);
            if (there >= LEAST) {
                Owner owner = connection.owner;
                record.dns(
                        timeNs,
                        owner,
                        connection.ends,
                        connection.inode,
                        sent ? SENT : RECEIVED,
                        packet.buffer(),
                        at,
                        there,
                        whole);
            }
            // The length alone: its message is in the next segment.
            whole = there == 0 ? whole : 0;
            at += there;
            if (there == 0) {
                break;
            }
        }
        if (sent) {
            connection.sentMessage = whole;
        } else {
            connection.receivedMessage = whole;
        }
    }
}
