package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.NetworkLayout;
import io.vedette.core.event.RecordLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A launcher in a network namespace of its own, where port 53 is free, and what is reported of it.
final class NetworkScenario implements AutoCloseable {

    private static final List<String> OWN_NETWORK =
            List.of("unshare", "-n", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");
    private static final int MARKER_BASE = 7000;
    private static final String IMPORTS =
            "import socket, threading, time, struct, errno, select\nfrom socket import *\n";

    private final Launcher launcher = Launcher.start(OWN_NETWORK);
    private final Watcher watcher = Watcher.attach();
    private int markers;

    int pid() {
        return launcher.pid();
    }

    Watcher watcher() {
        return watcher;
    }

    /// Runs statements with the socket module's names; answers what they left in `result`.
    String run(String python) {
        return launcher.run(IMPORTS + python);
    }

    Launcher.Ended runToEnd(String python) {
        return launcher.runToEnd(IMPORTS + python);
    }

    /// What the launcher's process was reported to do so far.
    List<CapturedRecord> all(int kind) {
        return all(kind, pid());
    }

    /// Comes back when everything that happened before is in: a bind to a port that marks the place.
    List<CapturedRecord> all(int kind, int tgid) {
        int port = MARKER_BASE + markers++;
        run("s = socket(AF_INET, SOCK_DGRAM)\ns.bind(('127.0.0.9', %d))\ns.close()".formatted(port));
        watcher.only(record -> record.kind() == Kinds.BIND && local(record).equals("127.0.0.9:" + port));
        return watcher.all(record -> record.kind() == kind && record.header().tgid() == tgid);
    }

    static String local(CapturedRecord record) {
        return address(record.detail(), NetworkLayout.CONNECTION_LOCAL);
    }

    static String remote(CapturedRecord record) {
        return address(record.detail(), NetworkLayout.CONNECTION_REMOTE);
    }

    /// `IP:port`; empty when it is no IP address. The places are the same in all records of the network.
    private static String address(DetailFlyweight detail, int at) {
        int family = detail.u16(at + RecordLayout.ADDRESS_FAMILY);
        if (family != 2 && family != 10) {
            return "";
        }
        byte[] ip = new byte[family == 2 ? 4 : 16];
        detail.buffer().getBytes(detail.offset() + at + RecordLayout.ADDRESS_IP, ip);
        try {
            return InetAddress.getByAddress(ip).getHostAddress() + ":" + detail.u16(at + RecordLayout.ADDRESS_PORT);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static int error(CapturedRecord record) {
        return record.detail().i32(NetworkLayout.CONNECTION_ERROR);
    }

    static int family(CapturedRecord record) {
        return record.detail().u16(NetworkLayout.CONNECTION_FAMILY);
    }

    static int fd(CapturedRecord record) {
        return record.detail().i32(NetworkLayout.CONNECTION_FD);
    }

    /// Of all kinds but `dns`, `close_connection` the place is the same.
    static long socket(CapturedRecord record) {
        return record.detail().i64(NetworkLayout.CONNECTION_SOCKET);
    }

    /// Whatever was seen of the network has arrived, or is counted as lost, and nothing else.
    private void assertConserved() {
        watcher.sensor().detach();
        watcher.drain();
        Map<String, Long> missing = new HashMap<>();
        watcher.sensor().readCounts((cgroupId, kind, count) -> {
            if (kind >= Kinds.DUP) {
                long gone = count.lost + count.limited + count.noState;
                missing.merge(cgroupId + "/" + kind, count.seen - gone, Long::sum);
            }
        });
        List<CapturedRecord> network = new ArrayList<>(watcher.all(record -> record.kind() >= Kinds.DUP));
        network.forEach(record -> missing.merge(record.header().cgroupId() + "/" + record.kind(), -1L, Long::sum));
        assertThat(missing.values()).as("seen but not received: %s", missing).allMatch(count -> count == 0);
    }

    @Override
    public void close() {
        try {
            assertConserved();
        } finally {
            watcher.close();
            launcher.close();
        }
    }
}
