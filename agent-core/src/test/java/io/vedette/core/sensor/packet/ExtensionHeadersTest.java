package io.vedette.core.sensor.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.chaos.Shell;
import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.Kinds;
import io.vedette.core.sensor.QueueReader;
import io.vedette.core.sensor.RecordQueue;
import io.vedette.core.sensor.sockets.OwnConnects;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Real packets, beside those of others on this machine, whose transport's header comes late.
@Tag("container")
class ExtensionHeadersTest {

    /// Two headers with options that have to be passed over, each of so many times eight bytes.
    private static final String OPTIONS = """
            from socket import *
            def with_options(kind, size = 7):
                s = socket(AF_INET6, kind)
                for which in (54, 59):
                    length = 8 * size - 4
                    s.setsockopt(IPPROTO_IPV6, which, bytes([0, size - 1, 0x1e, length]) + bytes(length))
                return s
            """;
    private static final String CONNECT = OPTIONS + """
            server = socket(AF_INET6, SOCK_STREAM)
            server.bind(("::1", 0))
            server.listen()
            client = with_options(SOCK_STREAM, 16)
            client.connect(server.getsockname())
            server.accept()[0].close()
            client.close()
            """;
    private static final String SEND = OPTIONS + """
            with_options(SOCK_DGRAM).sendto(b"x", ("::1", 9))
            """;
    private static final String QUESTION = """
            question = bytes.fromhex("123401000001000000000000") + bytes([1, 97, 0, 0, 1, 0, 1])
            """;
    private static final String ASK = OPTIONS + QUESTION + """
            with_options(SOCK_DGRAM).sendto(question, ("::1", 53))
            """;
    /// Which is larger than what loopback takes at once.
    private static final String ASK_IN_FRAGMENTS = QUESTION + """
            from socket import *
            s = socket(AF_INET6, SOCK_DGRAM)
            s.sendto(question + bytes(65500), ("::1", 53))
            """;

    private final RecordQueue queue = new RecordQueue();
    private final QueueReader reader = new QueueReader(queue);
    private final PacketSource source = new PacketSource(Path.of("/proc"), new OwnConnects());

    @BeforeEach
    void open() {
        assertThat(source.open(queue).kinds()).contains(Kinds.CONNECT, Kinds.SEND, Kinds.DNS);
    }

    @AfterEach
    void close() {
        source.close();
    }

    private List<Integer> kindsOf(String program) throws Exception {
        Shell.run("/usr/bin/python3 -c \"$1\"", program);
        source.turn();
        source.end();
        return reader.events().stream().map(DetailFlyweight::kind).toList();
    }

    @Test
    void connectionsAreSeen() throws Exception {
        assertThat(kindsOf(CONNECT)).contains(Kinds.CONNECT, Kinds.ACCEPT, Kinds.CLOSE_CONNECTION);
    }

    @Test
    void datagramsAreSeen() throws Exception {
        assertThat(kindsOf(SEND)).contains(Kinds.SEND);
    }

    @Test
    void aDatagramWhoseHeaderComesTooLateIsCounted() throws Exception {
        kindsOf(SEND.replace("SOCK_DGRAM", "SOCK_DGRAM, 16"));
        assertThat(reader.count(Kinds.SEND, row -> row.lost)).isOne();
    }

    @Test
    void questionsAreSeen() throws Exception {
        assertThat(kindsOf(ASK)).contains(Kinds.DNS);
    }

    @Test
    void theFirstFragmentOfAQuestionIsSeen() throws Exception {
        assertThat(kindsOf(ASK_IN_FRAGMENTS)).contains(Kinds.DNS);
    }
}
