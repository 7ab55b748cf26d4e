package io.vedette.core.sensor.packet;

import io.vedette.core.ffi.SocketCalls;
import io.vedette.core.sensor.sockets.Endpoints;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;

/// The program by which the kernel chooses packets (classic BPF), of one of both sorts of [Packets].
///
/// On loopback each packet comes twice; only the one that goes out is taken, and stands for both ends. Offsets count
/// from the IP header, or from register X, which then is the length of all headers before the transport's. Later
/// fragments are passed over.
final class PacketFilter {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int SO_ATTACH_FILTER = 26;
    private static final int INSTRUCTION = 8;
    private static final int EVERYTHING = 0x40000;
    /// Bytes of a transport's header with its options that are taken, where headers are all that matters.
    private static final int HEADERS = 88;
    private static final int DNS_PORT = 53;

    private static final int LOAD_32 = 0x20;
    private static final int LOAD_16 = 0x28;
    private static final int LOAD_8 = 0x30;
    private static final int LOAD_16_X = 0x48;
    private static final int LOAD_8_X = 0x50;
    private static final int LOAD_X = 0x01;
    private static final int LOAD_X_HEADER = 0xB1;
    private static final int STORE = 0x02;
    private static final int LOAD_STORED = 0x60;
    private static final int ADD = 0x04;
    private static final int ADD_X = 0x0C;
    private static final int SHIFT_LEFT = 0x64;
    private static final int TO_X = 0x07;
    private static final int FROM_X = 0x87;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_ANY = 0x45;
    private static final int RETURN = 0x06;
    private static final int RETURN_LOADED = 0x16;

    private static final int ABOUT = -0x1000;
    private static final int PROTOCOL = ABOUT;
    private static final int PACKET_TYPE = ABOUT + 4;
    private static final int HARDWARE = ABOUT + 28;
    private static final int LOOPBACK = 772;
    private static final int TO_US = 0;
    private static final int OUTGOING = 4;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int SYN_FIN_RST = 0x07;
    /// Where it keeps the number of the next header.
    private static final int NEXT = 0;

    private final List<int[]> program = new ArrayList<>();
    private final List<String[]> targets = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();

    private PacketFilter() {}

    /// Sets the program of a packet socket.
    ///
    /// @return 0, or `-errno`
    static int attach(SocketCalls calls, int fd, Packets sort) {
        PacketFilter filter = new PacketFilter();
        filter.write(sort == Packets.DATAGRAMS);
        UnsafeBuffer code = new UnsafeBuffer(ByteBuffer.allocateDirect(filter.program.size() * INSTRUCTION));
        for (int at = 0; at < filter.program.size(); at++) {
            int[] instruction = filter.program.get(at);
            code.putShort(at * INSTRUCTION, (short) instruction[0], ORDER);
            code.putByte(at * INSTRUCTION + 2, (byte) filter.distance(at, 0));
            code.putByte(at * INSTRUCTION + 3, (byte) filter.distance(at, 1));
            code.putInt(at * INSTRUCTION + 4, instruction[1], ORDER);
        }
        UnsafeBuffer header = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Long.BYTES));
        header.putShort(0, (short) filter.program.size(), ORDER);
        header.putLong(Long.BYTES, code.addressOffset(), ORDER);
        return calls.setOption(fd, SocketCalls.SOL_SOCKET, SO_ATTACH_FILTER, header.addressOffset(), header.capacity());
    }

    private void write(boolean datagrams) {
        add(LOAD_32, PACKET_TYPE);
        jump(IF_EQUAL, OUTGOING, "wanted", "incoming");
        label("incoming");
        jump(IF_EQUAL, TO_US, "not-twice", "drop");
        label("not-twice");
        add(LOAD_32, HARDWARE);
        jump(IF_EQUAL, LOOPBACK, "drop", "wanted");
        label("wanted");
        add(LOAD_32, PROTOCOL);
        jump(IF_EQUAL, IPV4, "v4", "not-v4");
        label("not-v4");
        jump(IF_EQUAL, IPV6, "v6", "drop");
        label("v4");
        add(LOAD_16, 6);
        jump(IF_ANY, 0x1FFF, "drop", "v4-first");
        label("v4-first");
        add(LOAD_X_HEADER, 0);
        add(LOAD_8, 9);
        jump(IF_EQUAL, 0, "transport", "transport");
        label("v6");
        add(LOAD_X, PacketView.IPV6_HEADER);
        add(LOAD_8, 6);
        for (int nth = 0; nth < PacketView.MAX_EXTENSIONS; nth++) {
            extension("-" + nth);
        }
        label("transport");
        transport(datagrams);
        label("datagram");
        if (datagrams) {
            add(LOAD_32, PACKET_TYPE);
            jump(IF_EQUAL, OUTGOING, "headers", "drop");
        } else {
            add(RETURN, 0);
        }
        label("headers");
        add(FROM_X, 0);
        add(ADD, HEADERS);
        add(RETURN_LOADED, 0);
        label("dns");
        add(RETURN, datagrams ? 0 : EVERYTHING);
        label("drop");
        add(RETURN, 0);
    }

    /// Passes over one extension header of IPv6, if what is loaded, the header's number, is that of one.
    private void extension(String nth) {
        jump(IF_EQUAL, PacketView.FRAGMENT, "fragment" + nth, "no-fragment" + nth);
        label("fragment" + nth);
        add(LOAD_16_X, 2);
        jump(IF_ANY, PacketView.FRAGMENT_OFFSET, "drop", "pass-over" + nth);
        label("no-fragment" + nth);
        for (int i = 0; i < PacketView.OPTIONS.size(); i++) {
            boolean isLast = i == PacketView.OPTIONS.size() - 1;
            jump(IF_EQUAL, PacketView.OPTIONS.get(i), "pass-over" + nth, isLast ? "transport" : "option" + i + nth);
            label("option" + i + nth);
        }
        label("pass-over" + nth);
        add(LOAD_8_X, 0);
        add(STORE, NEXT);
        add(LOAD_8_X, 1);
        add(ADD, 1);
        add(SHIFT_LEFT, 3);
        add(ADD_X, 0);
        add(TO_X, 0);
        add(LOAD_STORED, NEXT);
    }

    private void transport(boolean datagrams) {
        jump(IF_EQUAL, Endpoints.TCP, datagrams ? "drop" : "tcp", "not-tcp");
        label("not-tcp");
        jump(IF_EQUAL, Endpoints.UDP, "udp", "drop");
        label("tcp");
        ports("flags");
        label("flags");
        add(LOAD_8_X, 13);
        jump(IF_ANY, SYN_FIN_RST, "headers", "drop");
        label("udp");
        ports("datagram");
    }

    private void ports(String otherwise) {
        String second = otherwise + "-second";
        add(LOAD_16_X, 0);
        jump(IF_EQUAL, DNS_PORT, "dns", second);
        label(second);
        add(LOAD_16_X, 2);
        jump(IF_EQUAL, DNS_PORT, "dns", otherwise);
    }

    private void add(int code, int value) {
        program.add(new int[] {code, value});
        targets.add(new String[0]);
    }

    private void jump(int code, int value, String yes, String no) {
        program.add(new int[] {code, value});
        targets.add(new String[] {yes, no});
    }

    private void label(String name) {
        labels.put(name, program.size());
    }

    private int distance(int at, int which) {
        String[] to = targets.get(at);
        return to.length == 0 ? 0 : Objects.requireNonNull(labels.get(to[which])) - at - 1;
    }
}
