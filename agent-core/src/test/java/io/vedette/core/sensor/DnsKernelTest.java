package io.vedette.core.sensor;

import static io.vedette.core.sensor.NetworkScenario.local;
import static io.vedette.core.sensor.NetworkScenario.remote;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.NetworkLayout;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The bytes of DNS messages, both ways, of a client and its server on port 53 in one process.
@Tag("kernel")
class DnsKernelTest {

    private static final String SERVER = "127.0.0.53:53";

    private NetworkScenario scenario;

    @BeforeEach
    void attach() {
        scenario = new NetworkScenario();
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    /// `direction payload`, of the client (`c`, its remote port is 53) or the server (`s`).
    private List<String> told() {
        return scenario.all(Kinds.DNS).stream().map(DnsKernelTest::describe).toList();
    }

    private static String describe(CapturedRecord record) {
        boolean isServer = local(record).endsWith(":53");
        assertThat(isServer || remote(record).endsWith(":53")).isTrue();
        assertThat(record.detail().i64(NetworkLayout.DNS_SOCKET)).isNotZero();
        boolean isCut = (record.header().incomplete() & IncompleteBits.PAYLOAD_CUT) != 0;
        return (isServer ? "s" : "c")
                + (record.detail().u16(NetworkLayout.DNS_DIRECTION) == 1 ? ">" : "<")
                + record.part(0)
                + (isCut ? "..." : "");
    }

    @Test
    void tellsMessagesOverUdpBothWays() {
        String client = scenario.run("""
                s = socket(AF_INET, SOCK_DGRAM)
                s.bind(('127.0.0.53', 53))
                c = socket(AF_INET, SOCK_DGRAM)
                c.sendto(b'question', ('127.0.0.53', 53))
                m, peer = s.recvfrom(512)
                s.sendto(b'answer', peer)
                c.recv(512)
                result = peer[1]
                """);

        assertThat(told()).containsExactly("c>question", "s<question", "s>answer", "c<answer");
        List<CapturedRecord> records = scenario.all(Kinds.DNS);
        assertThat(remote(records.get(0))).isEqualTo(SERVER);
        assertThat(remote(records.get(1))).isEqualTo("127.0.0.1:" + client);
        assertThat(local(records.get(1))).isEqualTo(SERVER);
        assertThat(remote(records.get(3))).isEqualTo(SERVER);
        assertThat(local(records.get(3))).as("bound to all").isEqualTo("0.0.0.0:" + client);
        assertThat(records).allMatch(record -> record.detail().i32(NetworkLayout.DNS_PROTOCOL) == 17);
    }

    @Test
    void tellsMessagesOfConnectedSocketsAndOtherCalls() {
        scenario.run("""
                s = socket(AF_INET6, SOCK_DGRAM)
                s.bind(('::1', 53))
                c = socket(AF_INET6, SOCK_DGRAM)
                c.connect(('::1', 53))
                c.send(b'one')
                s.recvmsg(512)
                c.sendmsg([b'tw', b'', b'o'])
                s.recv_into(bytearray(512))
                s.sendto(b'three', c.getsockname())
                os.read(c.fileno(), 512)
                """);

        assertThat(told()).containsExactly("c>one", "s<one", "c>two", "s<two", "s>three", "c<three");
    }

    /// As resolvers ask for both families of addresses: two messages in one call.
    @Test
    void tellsEachMessageOfSendmmsg() {
        scenario.run("""
                s = socket(AF_INET, SOCK_DGRAM)
                s.bind(('127.0.0.53', 53))
                c = socket(AF_INET, SOCK_DGRAM)
                to = ctypes.create_string_buffer(struct.pack('=HHI8x', 2, htons(53), 0x3500007f))
                texts = [ctypes.create_string_buffer(t) for t in (b'for A', b'for AAAA')]
                vectors = [ctypes.create_string_buffer(struct.pack('QQ', ctypes.addressof(t), len(t) - 1)) for t in texts]
                messages = ctypes.create_string_buffer(b''.join(
                    struct.pack('QIIQQQQIIII', ctypes.addressof(to), 16, 0, ctypes.addressof(v), 1, 0, 0, 0, 0, 0, 0)
                    for v in vectors))
                result = libc.sendmmsg(c.fileno(), messages, 2, 0)
                """);

        assertThat(told()).containsExactly("c>for A", "c>for AAAA");
        assertThat(scenario.all(Kinds.SEND)).extracting(NetworkScenario::remote).containsExactly(SERVER);
    }

    @Test
    void doesNotTellWhatWasOnlyPeekedAt() {
        scenario.run("""
                s = socket(AF_INET, SOCK_DGRAM)
                s.bind(('127.0.0.53', 53))
                c = socket(AF_INET, SOCK_DGRAM)
                c.sendto(b'question', ('127.0.0.53', 53))
                s.recv(512, MSG_PEEK)
                s.recvmsg(512, 0, MSG_PEEK)
                s.recv(512)
                """);

        assertThat(told()).containsExactly("c>question", "s<question");
    }

    @Test
    void tellsMessagesOverTcpHoweverTheyAreCutIntoCalls() {
        scenario.run("""
                l = socket(AF_INET, SOCK_STREAM)
                l.bind(('127.0.0.53', 53))
                l.listen(1)
                c = create_connection(('127.0.0.53', 53))
                s, peer = l.accept()
                c.sendall(b'\\0\\5first')
                s.recv(2); s.recv(5)
                c.sendall(b'\\0\\6'); c.sendall(b'second')
                time.sleep(0.05)
                s.recv(512)
                c.sendmsg([b'\\0\\5', b'th', b'ird', b'\\0\\6fourth'])
                time.sleep(0.05)
                os.read(s.fileno(), 512)
                s.sendall(b'\\0'); s.sendall(b'\\5fifth')
                time.sleep(0.05)
                os.readv(c.fileno(), [bytearray(1), bytearray(512)])
                """);

        assertThat(told())
                .containsExactly(
                        "c>first",
                        "s<first",
                        "c>second",
                        "s<second",
                        "c>third",
                        "c>fourth",
                        "s<third",
                        "s<fourth",
                        "s>fifth",
                        "c<fifth");
        assertThat(scenario.all(Kinds.DNS)).allMatch(record -> record.detail().i32(NetworkLayout.DNS_PROTOCOL) == 6);
    }

    @Test
    void saysWhenAMessageIsNotWhole() {
        scenario.run("""
                l = socket(AF_INET, SOCK_STREAM)
                l.bind(('127.0.0.53', 53))
                l.listen(1)
                c = create_connection(('127.0.0.53', 53))
                s, peer = l.accept()
                c.sendall(b'\\0\\x0aha')
                c.sendall(b'lf-and-1')
                c.sendall(b'\\0\\4next')
                u = socket(AF_INET, SOCK_DGRAM)
                u.sendto(b'z' * 5000, ('127.0.0.53', 53))
                """);

        assertThat(told()).containsExactly("c>ha...", "c>next", "c>" + "z".repeat(4096) + "...");
    }

    /// Its bytes lie in pages that no program can read: they are read from the receiver's memory.
    @Test
    void tellsADatagramThatIsInPieces() {
        scenario.run("""
                s = socket(AF_INET, SOCK_DGRAM)
                s.bind(('127.0.0.53', 53))
                c = socket(AF_INET, SOCK_DGRAM)
                c.connect(('127.0.0.53', 53))
                big = b'q' * 20000
                c.send(big)
                s.recv(65536)
                c.send(b'in ', MSG_MORE); c.send(b'pieces')
                s.recvmsg(512)
                """);

        assertThat(told())
                .containsExactly(
                        "c>" + "q".repeat(4096) + "...",
                        "s<" + "q".repeat(4096) + "...",
                        "c>in ",
                        "c>pieces",
                        "s<in pieces");
    }

    @Test
    void tellsNothingOfOtherPortsAndOtherSockets() {
        scenario.run("""
                s = socket(AF_INET, SOCK_DGRAM)
                s.bind(('127.0.0.1', 54))
                raw = socket(AF_INET, SOCK_RAW, IPPROTO_UDP)
                c = socket(AF_INET, SOCK_DGRAM)
                c.sendto(b'x', s.getsockname())
                s.recv(10)
                d = socket(AF_INET, SOCK_DGRAM)
                d.bind(('127.0.0.53', 53))
                raw.settimeout(1)
                c.sendto(b'y', ('127.0.0.53', 53))
                raw.recv(100); raw.recv(100)
                """);

        assertThat(told()).containsExactly("c>y");
    }
}
