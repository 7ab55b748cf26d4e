package io.vedette.core.pipeline;

import static io.vedette.core.event.NetworkLayout.*;
import static io.vedette.core.pipeline.DetailFields.address;
import static io.vedette.core.pipeline.DetailFields.bytes;
import static io.vedette.core.pipeline.DetailFields.sint32;
import static io.vedette.core.pipeline.DetailFields.uint16;
import static io.vedette.core.pipeline.DetailFields.uint32;
import static io.vedette.core.pipeline.DetailFields.uint64;

import io.vedette.core.event.Kinds;
import io.vedette.v1.Bind;
import io.vedette.v1.CloseConnection;
import io.vedette.v1.Connection;
import io.vedette.v1.Dns;
import io.vedette.v1.Dup;
import io.vedette.v1.Listen;
import io.vedette.v1.Socket;
import java.util.List;

/// Messages of sockets and of what goes through them.
final class NetworkMessages {

    private static final int LOCAL_PATH = 0;
    private static final int REMOTE_PATH = 1;
    private static final int PAYLOAD = 0;

    private NetworkMessages() {}

    /// New ones for each caller: the writer of DNS messages has room of its own.
    static List<DetailMessage> all() {
        return List.of(
                socket(),
                connection(Kinds.CONNECT),
                connection(Kinds.ACCEPT),
                connection(Kinds.SEND),
                bind(),
                listen(),
                dup(),
                closeConnection(),
                dns());
    }

    private static DetailMessage socket() {
        return DetailMessage.of(
                Kinds.SOCKET,
                uint16(Socket.FAMILY_FIELD_NUMBER, CONNECTION_FAMILY),
                uint16(Socket.TYPE_FIELD_NUMBER, CONNECTION_TYPE),
                uint32(Socket.PROTOCOL_FIELD_NUMBER, CONNECTION_PROTOCOL),
                sint32(Socket.FD_FIELD_NUMBER, CONNECTION_FD),
                sint32(Socket.ERRNO_FIELD_NUMBER, CONNECTION_ERROR));
    }

    private static DetailMessage connection(int kind) {
        return DetailMessage.of(
                kind,
                uint16(Connection.FAMILY_FIELD_NUMBER, CONNECTION_FAMILY),
                uint16(Connection.TYPE_FIELD_NUMBER, CONNECTION_TYPE),
                uint32(Connection.PROTOCOL_FIELD_NUMBER, CONNECTION_PROTOCOL),
                address(Connection.LOCAL_FIELD_NUMBER, CONNECTION_LOCAL, LOCAL_PATH),
                address(Connection.REMOTE_FIELD_NUMBER, CONNECTION_REMOTE, REMOTE_PATH),
                uint64(Connection.SOCKET_FIELD_NUMBER, CONNECTION_SOCKET),
                sint32(Connection.ERRNO_FIELD_NUMBER, CONNECTION_ERROR),
                sint32(Connection.FD_FIELD_NUMBER, CONNECTION_FD));
    }

    private static DetailMessage bind() {
        return DetailMessage.of(
                Kinds.BIND,
                uint16(Bind.FAMILY_FIELD_NUMBER, CONNECTION_FAMILY),
                uint16(Bind.TYPE_FIELD_NUMBER, CONNECTION_TYPE),
                uint32(Bind.PROTOCOL_FIELD_NUMBER, CONNECTION_PROTOCOL),
                address(Bind.LOCAL_FIELD_NUMBER, CONNECTION_LOCAL, LOCAL_PATH),
                uint64(Bind.SOCKET_FIELD_NUMBER, CONNECTION_SOCKET),
                sint32(Bind.ERRNO_FIELD_NUMBER, CONNECTION_ERROR),
                sint32(Bind.FD_FIELD_NUMBER, CONNECTION_FD));
    }

    private static DetailMessage listen() {
        return DetailMessage.of(
                Kinds.LISTEN,
                uint16(Listen.FAMILY_FIELD_NUMBER, CONNECTION_FAMILY),
                uint16(Listen.TYPE_FIELD_NUMBER, CONNECTION_TYPE),
                uint32(Listen.PROTOCOL_FIELD_NUMBER, CONNECTION_PROTOCOL),
                address(Listen.LOCAL_FIELD_NUMBER, CONNECTION_LOCAL, LOCAL_PATH),
                uint64(Listen.SOCKET_FIELD_NUMBER, CONNECTION_SOCKET),
                uint32(Listen.BACKLOG_FIELD_NUMBER, CONNECTION_NUMBER),
                sint32(Listen.ERRNO_FIELD_NUMBER, CONNECTION_ERROR),
                sint32(Listen.FD_FIELD_NUMBER, CONNECTION_FD));
    }

    private static DetailMessage dup() {
        return DetailMessage.of(
                Kinds.DUP,
                sint32(Dup.FD_FIELD_NUMBER, CONNECTION_FD),
                sint32(Dup.NEW_FD_FIELD_NUMBER, CONNECTION_NUMBER),
                uint16(Dup.FAMILY_FIELD_NUMBER, CONNECTION_FAMILY),
                uint16(Dup.TYPE_FIELD_NUMBER, CONNECTION_TYPE),
                uint32(Dup.PROTOCOL_FIELD_NUMBER, CONNECTION_PROTOCOL),
                address(Dup.LOCAL_FIELD_NUMBER, CONNECTION_LOCAL, LOCAL_PATH),
                address(Dup.REMOTE_FIELD_NUMBER, CONNECTION_REMOTE, REMOTE_PATH));
    }

    private static DetailMessage closeConnection() {
        return DetailMessage.of(
                Kinds.CLOSE_CONNECTION,
                uint16(CloseConnection.FAMILY_FIELD_NUMBER, CLOSE_CONNECTION_FAMILY),
                uint16(CloseConnection.TYPE_FIELD_NUMBER, CLOSE_CONNECTION_TYPE),
                uint32(CloseConnection.PROTOCOL_FIELD_NUMBER, CLOSE_CONNECTION_PROTOCOL),
                address(CloseConnection.LOCAL_FIELD_NUMBER, CLOSE_CONNECTION_LOCAL),
                address(CloseConnection.REMOTE_FIELD_NUMBER, CLOSE_CONNECTION_REMOTE),
                uint64(CloseConnection.SOCKET_FIELD_NUMBER, CLOSE_CONNECTION_SOCKET),
                uint64(CloseConnection.BYTES_RECEIVED_FIELD_NUMBER, CLOSE_CONNECTION_BYTES_RECEIVED),
                uint64(CloseConnection.BYTES_SENT_FIELD_NUMBER, CLOSE_CONNECTION_BYTES_SENT),
                uint64(CloseConnection.DURATION_NS_FIELD_NUMBER, CLOSE_CONNECTION_DURATION_NS));
    }

    private static DetailMessage dns() {
        return DetailMessage.of(
                Kinds.DNS,
                uint16(Dns.DIRECTION_FIELD_NUMBER, DNS_DIRECTION),
                uint32(Dns.PROTOCOL_FIELD_NUMBER, DNS_PROTOCOL),
                address(Dns.LOCAL_FIELD_NUMBER, DNS_LOCAL),
                address(Dns.REMOTE_FIELD_NUMBER, DNS_REMOTE),
                new DnsFields(PAYLOAD),
                bytes(Dns.RAW_FIELD_NUMBER, PAYLOAD),
                uint64(Dns.SOCKET_FIELD_NUMBER, DNS_SOCKET));
    }
}
