package io.vedette.core.sensor.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.NetworkLayout;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Nobody has the sockets, so all is told of an unknown process.
class UdpTrackerTest {

    private static final int HERE = 40000;
    private static final int DNS = 53;
    private static final byte[] QUESTION = new byte[30];
    private static final byte[] SHORT = new byte[11];

    private final Wire wire = new Wire();

    @AfterEach
    void close() {
        wire.close();
    }

    private List<Integer> kinds() {
        return wire.reader.events().stream().map(DetailFlyweight::kind).toList();
    }

    @Test
    void theFirstDatagramToEachPeerIsTold() {
        wire.datagramSent(HERE, 9000, SHORT, 1000);
        wire.datagramSent(HERE, 9000, SHORT, 2000);
        wire.datagramSent(HERE, 9001, SHORT, 3000);

        List<DetailFlyweight> events = wire.reader.events();
        assertThat(events.stream().map(DetailFlyweight::kind)).containsExactly(Kinds.SEND, Kinds.SEND);
        assertThat(events.stream().map(DetailFlyweight::bootTimeNs)).containsExactly(1000L, 3000L);
        assertThat(events.getFirst().incomplete()).isEqualTo(IncompleteBits.PROCESS_UNKNOWN);
    }

    @Test
    void aQuestionAndItsAnswerAreToldAsTheAskersBoth() {
        wire.datagramSent(HERE, DNS, QUESTION, 1000);
        wire.datagramReceived(DNS, HERE, QUESTION, 2000);

        List<DetailFlyweight> events = wire.reader.events();
        assertThat(events.stream().map(DetailFlyweight::kind)).containsExactly(Kinds.SEND, Kinds.DNS, Kinds.DNS);
        assertThat(events.get(1).u16(NetworkLayout.DNS_DIRECTION)).isEqualTo(DnsSegments.SENT);
        assertThat(events.get(2).u16(NetworkLayout.DNS_DIRECTION)).isEqualTo(DnsSegments.RECEIVED);
        assertThat(events.get(2).u16(NetworkLayout.DNS_PAYLOAD_LEN)).isEqualTo(QUESTION.length);
    }

    @Test
    void whatNobodyHereAskedForIsNotTold() {
        wire.datagramReceived(DNS, HERE, QUESTION, 1000);
        wire.datagramReceived(9000, HERE, QUESTION, 2000);

        assertThat(kinds()).isEmpty();
    }

    @Test
    void whatIsTooShortForAMessageIsNone() {
        wire.datagramSent(HERE, DNS, SHORT, 1000);

        assertThat(kinds()).containsExactly(Kinds.SEND);
    }

    @Test
    void aPeerThatWasForgottenIsToldAgain() {
        wire.datagramSent(HERE, 9000, SHORT, 1000);
        assertThat(kinds()).containsExactly(Kinds.SEND);
        for (int peer = 10000; peer < 10000 + 4096; peer++) {
            wire.datagramSent(HERE, peer, SHORT, 2000);
            assertThat(kinds()).containsExactly(Kinds.SEND);
        }

        wire.datagramSent(HERE, 10000 + 4095, SHORT, 3000);
        assertThat(kinds()).isEmpty();
        wire.datagramSent(HERE, 9000, SHORT, 3000);
        assertThat(kinds()).containsExactly(Kinds.SEND);
    }
}
