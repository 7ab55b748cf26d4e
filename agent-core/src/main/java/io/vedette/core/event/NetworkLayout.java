package io.vedette.core.event;

import java.util.List;
import java.util.stream.Stream;

/// Where the fields of the records of `record_network.h` are; the rules of [RecordLayout] hold.
public final class NetworkLayout {

    public static final int CLOSE_CONNECTION_LOCAL = 64;
    public static final int CLOSE_CONNECTION_REMOTE = 88;
    public static final int CLOSE_CONNECTION_SOCKET = 112;
    public static final int CLOSE_CONNECTION_BYTES_RECEIVED = 120;
    public static final int CLOSE_CONNECTION_BYTES_SENT = 128;
    public static final int CLOSE_CONNECTION_DURATION_NS = 136;
    public static final int CLOSE_CONNECTION_PROTOCOL = 144;
    public static final int CLOSE_CONNECTION_FAMILY = 148;
    public static final int CLOSE_CONNECTION_TYPE = 150;
    public static final int CLOSE_CONNECTION_LENGTH = 152;

    public static final int CONNECTION_LOCAL = 64;
    public static final int CONNECTION_REMOTE = 88;
    public static final int CONNECTION_SOCKET = 112;
    public static final int CONNECTION_PROTOCOL = 120;
    public static final int CONNECTION_FD = 124;
    public static final int CONNECTION_ERROR = 128;
    public static final int CONNECTION_NUMBER = 132;
    public static final int CONNECTION_FAMILY = 136;
    public static final int CONNECTION_TYPE = 138;
    public static final int CONNECTION_LOCAL_PATH_LEN = 140;
    public static final int CONNECTION_REMOTE_PATH_LEN = 142;
    public static final int CONNECTION_LENGTH = 144;

    public static final int DNS_LOCAL = 64;
    public static final int DNS_REMOTE = 88;
    public static final int DNS_SOCKET = 112;
    public static final int DNS_PROTOCOL = 120;
    public static final int DNS_DIRECTION = 124;
    public static final int DNS_PAYLOAD_LEN = 126;
    public static final int DNS_LENGTH = 128;

    static final List<RecordShape> SHAPES = Stream.concat(
                    Stream.of(
                                    Kinds.DUP,
                                    Kinds.SOCKET,
                                    Kinds.CONNECT,
                                    Kinds.BIND,
                                    Kinds.LISTEN,
                                    Kinds.ACCEPT,
                                    Kinds.SEND)
                            .map(kind -> RecordShape.of(
                                    kind, CONNECTION_LENGTH, CONNECTION_LOCAL_PATH_LEN, CONNECTION_REMOTE_PATH_LEN)),
                    Stream.of(
                            RecordShape.of(Kinds.CLOSE_CONNECTION, CLOSE_CONNECTION_LENGTH),
                            RecordShape.of(Kinds.DNS, DNS_LENGTH, DNS_PAYLOAD_LEN)))
            .toList();

    private NetworkLayout() {}
}
