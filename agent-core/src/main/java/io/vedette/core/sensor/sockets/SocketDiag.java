package io.vedette.core.sensor.sockets;

import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Libc;
import io.vedette.core.ffi.SocketCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/// Asks the kernel for sockets of this network namespace: one by its addresses, or all of a sort (NETLINK_SOCK_DIAG).
///
/// It takes no rights. One thread; an answer is lent until the next question. A question makes no objects.
///
/// ```
/// question                              answer, one message for each socket
///    0  nlmsghdr: length u32, type u16,     0  nlmsghdr
///       flags u16, sequence u32, port u32  16  family u8, state u8, timer u8, retransmits u8
///   16  family u8, protocol u8,            20  addresses, 48 bytes
///       extensions u8, pad u8              68  expires u32, queues 2 * u32
///   20  states u32                         80  uid u32   84  inode u32
///   24  addresses: ports 2 * be16,         88  attributes: length u16, type u16, value
///       source 16, destination 16,
///       interface u32, cookie 2 * u32
/// ```
public final class SocketDiag implements AutoCloseable {

    /// States of TCP, as bits of a question.
    public static final int ESTABLISHED = 1 << 1;

    public static final int SYN_SENT = 1 << 2;

    /// One side is done: a process may have it open for long and still read, or write.
    public static final int HALF_CLOSED = 1 << 4 | 1 << 5 | 1 << 8 | 1 << 9 | 1 << 11;

    public static final int LISTEN = 1 << 10;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int SO_RCVTIMEO = 20;
    private static final int HEADER = 16;
    private static final int QUESTION = 72;
    private static final int ANSWER = 88;
    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final short REQUEST = 1;
    private static final short DUMP = 0x301;
    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int WANT_TCP_INFO = 1 << 1;
    private static final int ATTRIBUTE_TCP_INFO = 2;
    private static final int ATTRIBUTE_CGROUP = 21;
    private static final int TCP_INFO_ACKED = 120;
    private static final int TCP_INFO_RECEIVED = 128;
    private static final int TCP_INFO_LENGTH = 136;
    private static final int IP_BYTES = Endpoints.IP_BYTES;
    private static final int SOURCE = 28;
    private static final int BUFFER = 64 * 1024;
    private static final int U16 = 0xFFFF;
    private static final int LATE_ANSWERS = 8;

    private final SocketCalls calls;
    private final Libc libc = new Libc();
    private final int fd;
    private final UnsafeBuffer question = new UnsafeBuffer(ByteBuffer.allocateDirect(QUESTION));
    private final UnsafeBuffer answer = new UnsafeBuffer(ByteBuffer.allocateDirect(BUFFER));
    private final Found found = new Found();
    private int sequence;

    /// What is said of one socket.
    public static final class Found {
        public final Endpoints ends = new Endpoints();
        public int family;
        public int state;
        public int uid;

        /// 0: no process has it, yet or any more.
        public long inode;

        /// In the hierarchy of version 2; 0: not told.
        public long cgroupId;

        /// Of a listening socket: how many connections may wait.
        public int backlog;

        /// Bytes that the peer acknowledged, with a SYN and a FIN as one each; -1: not told.
        public long bytesAcked;

        public long bytesReceived;
    }

    /// What can't be had is answered with nothing: `fd` is then negative.
    public SocketDiag(SocketCalls calls) {
        this.calls = calls;
        fd = calls.socket(SocketCalls.AF_NETLINK, SocketCalls.SOCK_RAW | SocketCalls.SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
        if (fd >= 0) {
            // A question that the kernel does not answer costs a tenth of a second, not the thread.
            UnsafeBuffer timeout = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Long.BYTES));
            timeout.putLong(Long.BYTES, 100_000, ORDER);
            calls.setOption(fd, SocketCalls.SOL_SOCKET, SO_RCVTIMEO, timeout.addressOffset(), timeout.capacity());
        }
    }

    /// Why it can't be asked for sockets of a protocol, or nothing. Asks it for once.
    public String trouble(int protocol) {
        if (fd < 0) {
            return "sockets can't be asked for (sock_diag: " + Errno.name(fd) + ")";
        }
        String name = protocol == Endpoints.TCP ? "TCP" : protocol == Endpoints.UDP ? "UDP" : "protocol " + protocol;
        return all(SocketCalls.AF_INET, protocol, LISTEN, socket -> {})
                ? ""
                : "sockets can't be asked for (sock_diag has no answer for " + name + ")";
    }

    /// Finds the socket of a flow: of TCP also one that listens there, of UDP the one that would get the answer.
    ///
    /// @return true when there is one: [#found()]
    public boolean find(Endpoints flow) {
        boolean udp = flow.protocol == Endpoints.UDP;
        begin(REQUEST, flow.family, flow.protocol, -1);
        // Of UDP the kernel looks it up as a packet that comes.
        putEnd(0, SOURCE, udp ? flow.remotePort : flow.localPort, udp ? flow.remoteIp : flow.localIp);
        putEnd(2, SOURCE + IP_BYTES, udp ? flow.localPort : flow.remotePort, udp ? flow.localIp : flow.remoteIp);
        if (!ask()) {
            return false;
        }
        // What came too late for the question before it is passed over.
        for (int tries = 0; tries < LATE_ANSWERS; tries++) {
            long received = calls.receive(fd, answer.addressOffset(), BUFFER);
            if (received < HEADER) {
                return false;
            }
            if (isAnswer(0)) {
                return type(0) == SOCK_DIAG_BY_FAMILY && read(0, (int) received);
            }
        }
        return false;
    }

    /// What the last question found.
    public Found found() {
        return found;
    }

    /// Lends every socket of a sort to the taker, one after the other in the same object.
    ///
    /// @param states bits; -1: all
    /// @return false when not all could be had
    public boolean all(int family, int protocol, int states, Consumer<Found> taker) {
        begin(DUMP, family, protocol, states);
        if (!ask()) {
            return false;
        }
        while (true) {
            long received = calls.receive(fd, answer.addressOffset(), BUFFER);
            if (received <= 0) {
                return false;
            }
            for (int at = 0; at + HEADER <= received; ) {
                int length = answer.getInt(at, ORDER);
                if (length < HEADER || at + length > received) {
                    return false;
                }
                if (isAnswer(at) && (type(at) == DONE || type(at) == ERROR)) {
                    // Of a protocol that it does not know the kernel says so at the end, and nothing before.
                    return type(at) == DONE
                            && (length < HEADER + Integer.BYTES || answer.getInt(at + HEADER, ORDER) == 0);
                }
                if (isAnswer(at) && read(at, length)) {
                    taker.accept(found);
                }
                at += (length + 3) & ~3;
            }
        }
    }

    private void begin(short flags, int family, int protocol, int states) {
        question.setMemory(0, QUESTION, (byte) 0);
        question.putInt(0, QUESTION, ORDER);
        question.putShort(4, SOCK_DIAG_BY_FAMILY, ORDER);
        question.putShort(6, flags, ORDER);
        question.putInt(8, ++sequence, ORDER);
        question.putByte(HEADER, (byte) family);
        question.putByte(HEADER + 1, (byte) protocol);
        question.putByte(HEADER + 2, (byte) (protocol == Endpoints.TCP ? WANT_TCP_INFO : 0));
        question.putInt(20, states, ORDER);
        question.putLong(QUESTION - Long.BYTES, -1L, ORDER);
    }

    private void putEnd(int port, int ip, int portNumber, byte[] address) {
        question.putShort(24 + port, (short) portNumber, ByteOrder.BIG_ENDIAN);
        question.putBytes(ip, address);
    }

    private boolean ask() {
        return fd >= 0 && calls.send(fd, question.addressOffset(), QUESTION) == QUESTION;
    }

    private int type(int at) {
        return answer.getShort(at + 4, ORDER) & U16;
    }

    private boolean isAnswer(int at) {
        return answer.getInt(at + 8, ORDER) == sequence;
    }

    private boolean read(int at, int length) {
        if (length < ANSWER) {
            return false;
        }
        found.family = answer.getByte(at + HEADER);
        found.state = answer.getByte(at + HEADER + 1);
        Endpoints ends = found.ends;
        ends.family = found.family;
        ends.protocol = question.getByte(HEADER + 1);
        ends.localPort = answer.getShort(at + 20, ByteOrder.BIG_ENDIAN) & U16;
        ends.remotePort = answer.getShort(at + 22, ByteOrder.BIG_ENDIAN) & U16;
        answer.getBytes(at + 24, ends.localIp);
        answer.getBytes(at + 40, ends.remoteIp);
        ends.unmap();
        found.backlog = answer.getInt(at + 76, ORDER);
        found.uid = answer.getInt(at + 80, ORDER);
        found.inode = Integer.toUnsignedLong(answer.getInt(at + 84, ORDER));
        found.cgroupId = 0;
        found.bytesAcked = -1;
        found.bytesReceived = -1;
        readAttributes(at + ANSWER, at + length);
        return true;
    }

    private void readAttributes(int from, int end) {
        for (int at = from; at + 4 <= end; ) {
            int length = answer.getShort(at, ORDER) & U16;
            if (length < 4 || at + length > end) {
                return;
            }
            int type = answer.getShort(at + 2, ORDER) & U16;
            if (type == ATTRIBUTE_CGROUP && length >= 4 + Long.BYTES) {
                found.cgroupId = answer.getLong(at + 4, ORDER);
            } else if (type == ATTRIBUTE_TCP_INFO && length >= 4 + TCP_INFO_LENGTH) {
                found.bytesAcked = answer.getLong(at + 4 + TCP_INFO_ACKED, ORDER);
                found.bytesReceived = answer.getLong(at + 4 + TCP_INFO_RECEIVED, ORDER);
            }
            at += (length + 3) & ~3;
        }
    }

    @Override
    public void close() {
        if (fd >= 0) {
            libc.close(fd);
        }
    }
}
