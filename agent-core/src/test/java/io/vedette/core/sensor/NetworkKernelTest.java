package io.vedette.core.sensor;

import static io.vedette.core.sensor.NetworkScenario.error;
import static io.vedette.core.sensor.NetworkScenario.family;
import static io.vedette.core.sensor.NetworkScenario.fd;
import static io.vedette.core.sensor.NetworkScenario.local;
import static io.vedette.core.sensor.NetworkScenario.remote;
import static io.vedette.core.sensor.NetworkScenario.socket;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.NetworkLayout;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class NetworkKernelTest {

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EADDRINUSE = 98;
    private static final int ECONNREFUSED = 111;
    private static final int EHOSTUNREACH = 113;
    private static final int EINPROGRESS = 115;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int STREAM = 1;
    private static final int DGRAM = 2;

    private NetworkScenario scenario;

    @BeforeEach
    void attach() {
        scenario = new NetworkScenario();
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    private List<CapturedRecord> all(int kind) {
        return scenario.all(kind);
    }

    private static String number(CapturedRecord record) {
        return Integer.toString(record.detail().i32(NetworkLayout.CONNECTION_NUMBER));
    }

    @Test
    void reportsSocketsOfAllFamiliesButUnix() {
        scenario.run("""
                for family, type, protocol in [
                        (AF_INET, SOCK_STREAM, 0), (AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0), (AF_PACKET, SOCK_RAW, htons(3)),
                        (AF_NETLINK, SOCK_RAW, 9), (AF_INET, SOCK_RAW, IPPROTO_ICMP), (AF_UNIX, SOCK_STREAM, 0)]:
                    socket(family, type, protocol).close()
                """);

        assertThat(all(Kinds.SOCKET).stream()
                        .limit(5)
                        .map(record -> family(record) + " "
                                + record.detail().u16(NetworkLayout.CONNECTION_TYPE) + " "
                                + record.detail().i32(NetworkLayout.CONNECTION_PROTOCOL)))
                .containsExactly("2 1 6", "10 2 17", "17 3 768", "16 3 9", "2 3 1");
        assertThat(all(Kinds.SOCKET)).noneMatch(record -> family(record) == AF_UNIX);
    }

    @Test
    void reportsARawSocketThatWasRefused() {
        Launcher.Ended ended = scenario.runToEnd("""
                def body():
                    os.setuid(65534)
                    try: socket(AF_PACKET, SOCK_RAW, 0)
                    except PermissionError: pass
                result = child(body)
                """);

        CapturedRecord record = scenario.watcher().only(Kinds.SOCKET, ended.pid());
        assertThat(error(record)).isEqualTo(EPERM);
        assertThat(fd(record)).isEqualTo(-1);
    }

    @Test
    void reportsBindListenConnectAcceptAndCloseWithAllBytes() {
        String[] ports = scenario.run("""
                l = socket(AF_INET, SOCK_STREAM)
                l.bind(('127.0.0.1', 0))
                l.listen(5)
                c = socket(AF_INET, SOCK_STREAM)
                c.connect(l.getsockname())
                a, peer = l.accept()
                c.sendall(b'x' * 1000)
                a.sendall(b'y' * 300000)
                got = b''
                while len(got) < 300000: got += c.recv(65536)
                a.recv(1000)
                result = '%d %d' % (l.getsockname()[1], peer[1])
                c.close()
                time.sleep(0.1)
                a.close()
                l.close()
                """).replace("'", "").split(" ", -1);
        String server = "127.0.0.1:" + ports[0];
        String client = "127.0.0.1:" + ports[1];

        List<CapturedRecord> binds = all(Kinds.BIND).stream().limit(1).toList();
        assertThat(binds).extracting(NetworkScenario::local).containsExactly(server);
        CapturedRecord listen = all(Kinds.LISTEN).getFirst();
        assertThat(local(listen)).isEqualTo(server);
        assertThat(number(listen)).isEqualTo("5");
        assertThat(socket(listen)).isEqualTo(socket(binds.getFirst())).isNotZero();

        assertThat(all(Kinds.CONNECT)).hasSize(1);
        CapturedRecord connect = all(Kinds.CONNECT).getFirst();
        assertThat(local(connect)).isEqualTo(client);
        assertThat(remote(connect)).isEqualTo(server);
        assertThat(error(connect)).isZero();
        assertThat(all(Kinds.ACCEPT)).hasSize(1);
        CapturedRecord accept = all(Kinds.ACCEPT).getFirst();
        assertThat(local(accept)).isEqualTo(server);
        assertThat(remote(accept)).isEqualTo(client);

        List<CapturedRecord> closes = all(Kinds.CLOSE_CONNECTION);
        assertThat(closes).hasSize(2);
        assertClosed(closes, connect, 300_000, 1000);
        assertClosed(closes, accept, 1000, 300_000);
    }

    private static void assertClosed(List<CapturedRecord> closes, CapturedRecord begun, long received, long sent) {
        CapturedRecord close = closes.stream()
                .filter(record -> record.detail().i64(NetworkLayout.CLOSE_CONNECTION_SOCKET) == socket(begun))
                .findFirst()
                .orElseThrow();
        assertThat(local(close)).isEqualTo(local(begun));
        assertThat(remote(close)).isEqualTo(remote(begun));
        assertThat(close.detail().i64(NetworkLayout.CLOSE_CONNECTION_BYTES_RECEIVED))
                .isEqualTo(received);
        assertThat(close.detail().i64(NetworkLayout.CLOSE_CONNECTION_BYTES_SENT))
                .isEqualTo(sent);
        assertThat(close.detail().i64(NetworkLayout.CLOSE_CONNECTION_DURATION_NS))
                .isPositive();
        assertThat(close.header().pidNs()).isEqualTo(begun.header().pidNs());
    }

    @Test
    void countsNoBytesThatWereNotSentWhicheverSideEndsItAndHow() {
        scenario.run("""
                l = socket(AF_INET, SOCK_STREAM)
                l.bind(('127.0.0.1', 0))
                l.listen(5)
                def pair():
                    c = create_connection(l.getsockname())
                    return c, l.accept()[0]
                c, a = pair(); a.close(); time.sleep(0.1); c.close()
                c, a = pair(); c.close(); time.sleep(0.1); a.close()
                c, a = pair(); c.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack('ii', 1, 0)); c.close(); time.sleep(0.1); a.close()
                c, a = pair(); a.shutdown(SHUT_WR); c.recv(1); c.close(); time.sleep(0.1); a.close()
                """);

        List<CapturedRecord> closes = all(Kinds.CLOSE_CONNECTION);
        assertThat(closes).hasSize(8);
        assertThat(closes).allSatisfy(record -> {
            assertThat(record.detail().i64(NetworkLayout.CLOSE_CONNECTION_BYTES_RECEIVED))
                    .isZero();
            assertThat(record.detail().i64(NetworkLayout.CLOSE_CONNECTION_BYTES_SENT))
                    .isZero();
        });
    }

    @Test
    void reportsAConnectThatWasRefusedOnce() {
        scenario.run("result = socket(AF_INET, SOCK_STREAM).connect_ex(('127.0.0.1', 9))");

        CapturedRecord record = scenario.watcher().only(Kinds.CONNECT, scenario.pid());
        assertThat(error(record)).isEqualTo(ECONNREFUSED);
        assertThat(remote(record)).isEqualTo("127.0.0.1:9");
        assertThat(all(Kinds.CONNECT)).hasSize(1);
        assertThat(all(Kinds.CLOSE_CONNECTION)).isEmpty();
    }

    @Test
    void reportsAConnectThatDoesNotWaitTwice() {
        scenario.run("""
                l = socket(AF_INET6, SOCK_STREAM)
                l.bind(('::1', 0))
                l.listen(5)
                c = socket(AF_INET6, SOCK_STREAM)
                c.setblocking(False)
                result = c.connect_ex(l.getsockname())
                select.select([], [c], [])
                c.connect_ex(l.getsockname())
                c.connect_ex(l.getsockname())
                r = socket(AF_INET6, SOCK_STREAM)
                r.setblocking(False)
                r.connect_ex(('::1', 9))
                select.select([], [r], [])
                r.connect_ex(('::1', 9))
                """);

        List<CapturedRecord> records = all(Kinds.CONNECT);
        assertThat(records)
                .extracting(NetworkScenario::error)
                .containsExactly(EINPROGRESS, 0, EINPROGRESS, ECONNREFUSED);
        assertThat(records).extracting(NetworkScenario::family).containsOnly(AF_INET6);
        assertThat(socket(records.get(0))).isEqualTo(socket(records.get(1)));
        assertThat(remote(records.get(1))).isEqualTo(remote(records.get(0))).startsWith("0:0:0:0:0:0:0:1:");
        assertThat(local(records.get(1))).isEqualTo(local(records.get(0)));
        assertThat(fd(records.get(1))).isEqualTo(fd(records.get(0)));
        assertThat(remote(records.get(3))).isEqualTo("0:0:0:0:0:0:0:1:9");
    }

    /// Nobody answers for the address: the kernel gives up seconds after the call, in no process's context.
    @Test
    void reportsAResultThatComesLater() {
        scenario.run("""
                os.system('ip link add near type veth peer name far && ip addr add 10.99.0.1/24 dev near'
                          ' && ip link set near up && ip link set far up')
                c = socket(AF_INET, SOCK_STREAM)
                c.setblocking(False)
                c.connect_ex(('10.99.0.2', 80))
                select.select([], [c], [])
                result = c.getsockopt(SOL_SOCKET, SO_ERROR)
                """);

        List<CapturedRecord> records = all(Kinds.CONNECT);
        assertThat(records).extracting(NetworkScenario::error).containsExactly(EINPROGRESS, EHOSTUNREACH);
        assertThat(remote(records.get(1))).isEqualTo("10.99.0.2:80");
        assertThat(local(records.get(1))).isEqualTo(local(records.get(0)));
        assertThat(records.get(1).header().tid()).isEqualTo(scenario.pid());
    }

    @Test
    void showsMappedAddressesAsIpv4() {
        scenario.run("""
                l = socket(AF_INET6, SOCK_STREAM)
                l.bind(('::', 0))
                l.listen(5)
                c = socket(AF_INET6, SOCK_STREAM)
                c.connect(('::ffff:127.0.0.1', l.getsockname()[1]))
                l.accept()
                """);

        CapturedRecord connect = all(Kinds.CONNECT).getFirst();
        CapturedRecord accept = all(Kinds.ACCEPT).getFirst();
        assertThat(family(connect)).isEqualTo(AF_INET6);
        assertThat(local(connect)).startsWith("127.0.0.1:").isEqualTo(remote(accept));
        assertThat(remote(connect)).startsWith("127.0.0.1:").isEqualTo(local(accept));
    }

    @Test
    void reportsUnixSocketsByTheirPaths() {
        scenario.run("""
                import tempfile
                d = tempfile.mkdtemp()
                os.chdir(d)
                socket(AF_UNIX, SOCK_STREAM).connect_ex('nobody')
                for name in ['path', '\\0abstract\\0name', 'p' * 107]:
                    l = socket(AF_UNIX, SOCK_STREAM)
                    l.bind(name)
                    l.listen(1)
                    c = socket(AF_UNIX, SOCK_STREAM)
                    c.connect(name)
                    l.accept()
                try: socket(AF_UNIX, SOCK_STREAM).bind('path')
                except OSError: pass
                import shutil
                shutil.rmtree(d)
                """);

        String longest = "p".repeat(107);
        List<CapturedRecord> connects = all(Kinds.CONNECT);
        assertThat(connects)
                .extracting(record -> record.part(1))
                .containsExactly("nobody", "path", "\0abstract\0name", longest);
        assertThat(connects).extracting(NetworkScenario::error).containsExactly(ENOENT, 0, 0, 0);
        List<CapturedRecord> binds =
                scenario.watcher().all(record -> record.kind() == Kinds.BIND && family(record) == AF_UNIX);
        assertThat(binds)
                .extracting(record -> record.part(0))
                .containsExactly("path", "\0abstract\0name", longest, "path");
        assertThat(binds).extracting(NetworkScenario::error).containsExactly(0, 0, 0, EADDRINUSE);
        assertThat(all(Kinds.LISTEN))
                .extracting(record -> record.part(0))
                .containsExactly("path", "\0abstract\0name", longest);
        assertThat(all(Kinds.ACCEPT))
                .extracting(record -> record.part(0))
                .containsExactly("path", "\0abstract\0name", longest);
    }

    @Test
    void reportsAFailedBindWithWhatWasAskedFor() {
        scenario.run("""
                l = socket(AF_INET, SOCK_STREAM)
                l.bind(('127.0.0.1', 0))
                try: socket(AF_INET, SOCK_STREAM).bind(l.getsockname())
                except OSError: pass
                """);

        List<CapturedRecord> binds = all(Kinds.BIND);
        assertThat(error(binds.get(1))).isEqualTo(EADDRINUSE);
        assertThat(local(binds.get(1))).isEqualTo(local(binds.get(0)));
    }

    @Test
    void reportsTheFirstDatagramToEachPeerThatTheCallNames() {
        scenario.run("""
                s = socket(AF_INET, SOCK_DGRAM)
                for i in range(3):
                    s.sendto(b'x', ('127.0.0.1', 1001))
                    s.sendmsg([b'x', b'y'], [], 0, ('127.0.0.1', 1002))
                c = socket(AF_INET, SOCK_DGRAM)
                c.connect(('127.0.0.1', 1003))
                c.send(b'x')
                t = socket(AF_INET, SOCK_DGRAM)
                t.sendto(b'x', ('127.0.0.1', 1001))
                """);

        List<CapturedRecord> sends = all(Kinds.SEND);
        assertThat(sends)
                .extracting(NetworkScenario::remote)
                .containsExactly("127.0.0.1:1001", "127.0.0.1:1002", "127.0.0.1:1001");
        assertThat(socket(sends.get(0))).isEqualTo(socket(sends.get(1))).isNotEqualTo(socket(sends.get(2)));
        CapturedRecord connect = all(Kinds.CONNECT).getFirst();
        assertThat(remote(connect)).isEqualTo("127.0.0.1:1003");
        assertThat(connect.detail().u16(NetworkLayout.CONNECTION_TYPE)).isEqualTo(DGRAM);
    }

    @Test
    void reportsHowAShellIsBoundToAConnection() {
        Launcher.Ended ended = scenario.runToEnd("""
                l = socket(AF_INET, SOCK_STREAM)
                l.bind(('127.0.0.1', 4444))
                l.listen(1)
                def body():
                    c = create_connection(('127.0.0.1', 4444))
                    for fd in (0, 1, 2): os.dup2(c.fileno(), fd)
                    os.dup(c.fileno())
                    import fcntl
                    fcntl.fcntl(c.fileno(), fcntl.F_DUPFD_CLOEXEC, 100)
                    fcntl.fcntl(c.fileno(), fcntl.F_GETFD)
                    r, w = os.pipe()
                    os.dup2(r, 50)
                result = child(body)
                """);

        List<CapturedRecord> dups = scenario.all(Kinds.DUP, ended.pid());
        assertThat(dups).hasSize(5);
        assertThat(dups.subList(0, 3)).extracting(NetworkKernelTest::number).containsExactly("0", "1", "2");
        assertThat(number(dups.get(4))).isEqualTo("100");
        assertThat(dups).extracting(NetworkScenario::remote).containsOnly("127.0.0.1:4444");
        assertThat(dups).extracting(NetworkScenario::local).allMatch(local -> local.startsWith("127.0.0.1:"));
        assertThat(dups).extracting(NetworkScenario::family).containsOnly(AF_INET);
        assertThat(dups.getFirst().detail().u16(NetworkLayout.CONNECTION_TYPE)).isEqualTo(STREAM);
    }

    @Test
    void marksAnAddressThatCannotBeRead() {
        scenario.run("s = socket(AF_INET, SOCK_DGRAM)\nlibc.connect(s.fileno(), ctypes.c_void_p(8), 16)");

        CapturedRecord record = scenario.watcher().only(Kinds.CONNECT, scenario.pid());
        assertThat(record.header().incomplete()).isEqualTo(IncompleteBits.ADDRESS_UNKNOWN);
    }
}
