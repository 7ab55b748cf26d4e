package io.vedette.core.ffi;

import java.lang.foreign.MemorySegment;

/// System calls of sockets that Java has no API for: of packets and of netlink.
///
/// As in [Libc], every method answers what C does or `-errno`, none throws, and none makes objects. One thread at a
/// time; addresses are the caller's responsibility.
public final class SocketCalls {

    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int AF_NETLINK = 16;
    public static final int AF_PACKET = 17;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int SOL_SOCKET = 1;
    public static final int SOL_PACKET = 263;

    private static final MemorySegment SOCKET = NativeCall.ofLibc("socket");
    private static final MemorySegment BIND = NativeCall.ofLibc("bind");
    private static final MemorySegment SET_OPTION = NativeCall.ofLibc("setsockopt");
    private static final MemorySegment GET_OPTION = NativeCall.ofLibc("getsockopt");
    private static final MemorySegment SEND = NativeCall.ofLibc("send");
    private static final MemorySegment RECEIVE = NativeCall.ofLibc("recv");

    private final NativeCall call = new NativeCall();

    public int socket(int family, int type, int protocol) {
        return call.intOrErrno(SOCKET, family, type, protocol, 0, 0);
    }

    public int bind(int fd, long address, int length) {
        return call.intOrErrno(BIND, fd, address, length, 0, 0);
    }

    public int setOption(int fd, int level, int option, long value, int length) {
        return call.intOrErrno(SET_OPTION, fd, level, option, value, length);
    }

    /// @param length address of a u32: the room at `value`, and what was written there
    public int getOption(int fd, int level, int option, long value, long length) {
        return call.intOrErrno(GET_OPTION, fd, level, option, value, length);
    }

    /// @return bytes that were sent
    public long send(int fd, long address, int length) {
        return call.orErrno(SEND, fd, address, length, 0, 0, 0);
    }

    /// @return bytes that were received; what `length` has no room for is gone
    public long receive(int fd, long address, int length) {
        return call.orErrno(RECEIVE, fd, address, length, 0, 0, 0);
    }
}
