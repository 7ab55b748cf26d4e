package io.vedette.core.sensor.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.NetworkLayout;
import io.vedette.core.event.RecordLayout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Times are nanoseconds; nobody has the sockets, so all is told of an unknown process.
class TcpTrackerTest {

    private static final int SYN = PacketView.SYN;
    private static final int ACK = PacketView.ACK;
    private static final int FIN = PacketView.FIN;
    private static final int RST = PacketView.RST;
    private static final int HERE = 40000;
    private static final int THERE = 443;
    private static final long SECOND = 1_000_000_000L;
    private static final int REFUSED = 111;
    private static final int IN_PROGRESS = 115;

    private final Wire wire = new Wire();

    @AfterEach
    void close() {
        wire.close();
    }

    private void connect(long timeNs) {
        wire.sent(SYN, HERE, THERE, 100, 0, 0, timeNs);
        wire.received(SYN | ACK, THERE, HERE, 5000, 101, 0, timeNs + 10);
    }

    private DetailFlyweight only(int kind) {
        List<DetailFlyweight> events = wire.reader.events();
        assertThat(events.stream().map(DetailFlyweight::kind)).containsExactly(kind);
        return events.getFirst();
    }

    private void assertNothing() {
        assertThat(wire.reader.events()).isEmpty();
    }

    @Test
    void aConnectIsToldOnceWithItsResult() {
        connect(1000);

        DetailFlyweight connect = only(Kinds.CONNECT);
        assertThat(connect.bootTimeNs()).isEqualTo(1010);
        assertThat(connect.i32(NetworkLayout.CONNECTION_ERROR)).isZero();
        assertThat(connect.u16(NetworkLayout.CONNECTION_LOCAL + RecordLayout.ADDRESS_PORT))
                .isEqualTo(HERE);
        assertThat(connect.u16(NetworkLayout.CONNECTION_REMOTE + RecordLayout.ADDRESS_PORT))
                .isEqualTo(THERE);
        assertThat(connect.incomplete()).isEqualTo(IncompleteBits.PROCESS_UNKNOWN);
        wire.received(SYN | ACK, THERE, HERE, 5000, 101, 0, 2000);
        wire.tcp.onTime(5 * SECOND);
        assertNothing();
    }

    @Test
    void aRefusedConnectIsToldAsSuch() {
        wire.sent(SYN, HERE, THERE, 100, 0, 0, 1000);
        wire.received(RST | ACK, THERE, HERE, 0, 101, 0, 1010);

        assertThat(only(Kinds.CONNECT).i32(NetworkLayout.CONNECTION_ERROR)).isEqualTo(REFUSED);
        wire.received(RST | ACK, THERE, HERE, 0, 101, 0, 1020);
        assertNothing();
    }

    @Test
    void aConnectWithoutAnAnswerIsToldAsGoingOnAndAgainWithItsResult() {
        wire.sent(SYN, HERE, THERE, 100, 0, 0, 1000);
        wire.tcp.onTime(SECOND / 2);
        assertNothing();

        wire.tcp.onTime(2 * SECOND);
        assertThat(only(Kinds.CONNECT).i32(NetworkLayout.CONNECTION_ERROR)).isEqualTo(IN_PROGRESS);
        wire.sent(SYN, HERE, THERE, 100, 0, 0, 2 * SECOND);
        wire.tcp.onTime(3 * SECOND);
        assertNothing();

        wire.received(SYN | ACK, THERE, HERE, 5000, 101, 0, 4 * SECOND);
        assertThat(only(Kinds.CONNECT).i32(NetworkLayout.CONNECTION_ERROR)).isZero();
    }

    @Test
    void whatNobodyHereAnsweredIsNoAccept() {
        wire.received(SYN, THERE, HERE, 100, 0, 0, 1000);
        wire.received(SYN, THERE, HERE, 200, 0, 0, 2000);
        wire.tcp.sweep(1000 * SECOND);

        assertNothing();
    }

    @Test
    void bytesAreWhatTheNumbersSayAtBothFins() {
        connect(1000);
        only(Kinds.CONNECT);

        wire.sent(FIN | ACK, HERE, THERE, 101 + 300, 5001, 20, 2000);
        assertNothing();
        wire.received(FIN | ACK, THERE, HERE, 5001 + 7000, 422, 0, 3000);

        DetailFlyweight closed = only(Kinds.CLOSE_CONNECTION);
        assertThat(closed.i64(NetworkLayout.CLOSE_CONNECTION_BYTES_SENT)).isEqualTo(320);
        assertThat(closed.i64(NetworkLayout.CLOSE_CONNECTION_BYTES_RECEIVED)).isEqualTo(7000);
        assertThat(closed.i64(NetworkLayout.CLOSE_CONNECTION_DURATION_NS)).isEqualTo(2000);
        assertThat(closed.incomplete()).isEqualTo(IncompleteBits.PROCESS_UNKNOWN);
    }

    @Test
    void numbersMayComeAround() {
        wire.sent(SYN, HERE, THERE, -10, 0, 0, 1000);
        wire.received(SYN | ACK, THERE, HERE, Integer.MAX_VALUE, -9, 0, 1010);
        only(Kinds.CONNECT);

        wire.sent(FIN | ACK, HERE, THERE, -9 + 5000, Integer.MIN_VALUE, 0, 2000);
        wire.received(FIN | ACK, THERE, HERE, Integer.MIN_VALUE + 9, 0, 0, 3000);

        DetailFlyweight closed = only(Kinds.CLOSE_CONNECTION);
        assertThat(closed.i64(NetworkLayout.CLOSE_CONNECTION_BYTES_SENT)).isEqualTo(5000);
        assertThat(closed.i64(NetworkLayout.CLOSE_CONNECTION_BYTES_RECEIVED)).isEqualTo(9);
    }

    @Test
    void aResetEndsItWithWhatBothHadSentByThen() {
        connect(1000);
        only(Kinds.CONNECT);

        wire.received(RST | ACK, THERE, HERE, 5001 + 40, 101 + 30, 0, 2000);

        DetailFlyweight closed = only(Kinds.CLOSE_CONNECTION);
        assertThat(closed.i64(NetworkLayout.CLOSE_CONNECTION_BYTES_SENT)).isEqualTo(30);
        assertThat(closed.i64(NetworkLayout.CLOSE_CONNECTION_BYTES_RECEIVED)).isEqualTo(40);
    }

    @Test
    void bytesOfALongOneThatNobodyCanBeAskedAboutAreFlagged() {
        connect(1000);
        only(Kinds.CONNECT);

        wire.sent(FIN | ACK, HERE, THERE, 101, 5001, 0, 10 * SECOND);
        wire.received(FIN | ACK, THERE, HERE, 5001, 102, 0, 10 * SECOND);

        assertThat(only(Kinds.CLOSE_CONNECTION).incomplete())
                .isEqualTo(IncompleteBits.PROCESS_UNKNOWN | IncompleteBits.BYTES_UNKNOWN);
    }

    @Test
    void anAcceptThatEndsBeforeAnybodyHadItIsToldAtItsEnd() {
        wire.received(SYN, THERE, HERE, 5000, 0, 0, 1000);
        wire.sent(SYN | ACK, HERE, THERE, 100, 5001, 0, 1010);
        wire.tcp.onTime(SECOND);
        assertNothing();
        assertThat(wire.tcp.isWaiting()).isTrue();

        wire.received(FIN | ACK, THERE, HERE, 5001, 101, 0, 2 * SECOND);
        wire.sent(FIN | ACK, HERE, THERE, 101, 5002, 0, 2 * SECOND);

        assertThat(wire.reader.events().stream().map(DetailFlyweight::kind))
                .containsExactly(Kinds.ACCEPT, Kinds.CLOSE_CONNECTION);
        wire.tcp.onTime(3 * SECOND);
        assertThat(wire.tcp.isWaiting()).isFalse();
    }

    @Test
    void whatIsOnlyKnockedAtIsNoAccept() {
        wire.received(SYN, THERE, HERE, 5000, 0, 0, 1000);
        wire.sent(SYN | ACK, HERE, THERE, 100, 5001, 0, 1010);
        wire.received(RST, THERE, HERE, 5001, 0, 0, 1020);

        assertNothing();
    }

    @Test
    void thePortsOfOneThatEndedUnseenAreAnothersWithTheNextSyn() {
        connect(1000);
        only(Kinds.CONNECT);

        wire.sent(SYN, HERE, THERE, 999, 0, 0, 2000);
        assertThat(only(Kinds.CLOSE_CONNECTION).incomplete() & IncompleteBits.BYTES_UNKNOWN)
                .isNotZero();
        wire.received(SYN | ACK, THERE, HERE, 7000, 1000, 0, 2010);
        only(Kinds.CONNECT);
    }

    @Test
    void oneThatTheKernelKnowsNoMoreIsSweptAway() {
        connect(1000);
        only(Kinds.CONNECT);
        wire.tcp.sweep(SECOND);
        assertNothing();

        wire.tcp.sweep(1000 * SECOND);
        only(Kinds.CLOSE_CONNECTION);
    }

    @Test
    void anAcceptedOneWhoseListenerGoesOnIsSweptAway() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            int port = server.getLocalPort();
            wire.received(SYN, THERE, port, 5000, 0, 0, 1000);
            wire.sent(SYN | ACK, port, THERE, 100, 5001, 0, 1010);
            wire.tcp.sweep(1000 * SECOND);
            wire.tcp.onTime(1001 * SECOND);
        }

        assertThat(wire.tcp.isWaiting()).isFalse();
        // It would have been this process's, which takes the agent's part.
        assertNothing();
    }

    @Test
    void aConnectWithoutAnAnswerIsToldWhenNobodyLookedForLong() {
        wire.sent(SYN, HERE, THERE, 100, 0, 0, 1000);
        wire.tcp.onTime(1000 * SECOND);

        assertThat(only(Kinds.CONNECT).i32(NetworkLayout.CONNECTION_ERROR)).isEqualTo(IN_PROGRESS);
        wire.tcp.onTime(1001 * SECOND);
        assertNothing();
        assertThat(wire.tcp.isWaiting()).isFalse();
    }

    @Test
    void whatIsNotToldYetIsToldAtTheEnd() {
        wire.sent(SYN, HERE, THERE, 100, 0, 0, 1000);
        wire.received(SYN, THERE, 80, 5000, 0, 0, 1000);
        wire.sent(SYN | ACK, 80, THERE, 100, 5001, 0, 1010);
        wire.tcp.end(2000);

        assertThat(wire.reader.events().stream().map(DetailFlyweight::kind))
                .containsExactly(Kinds.CONNECT, Kinds.ACCEPT);
        wire.tcp.end(3000);
        assertNothing();
    }

    @Test
    void whatFindsNoPlaceIsCountedAtBothItsEnds() {
        for (int i = 0; i < 8 * 1024; i++) {
            wire.sent(SYN, 1 + i, THERE, 100, 0, 0, 1000);
        }
        wire.sent(SYN, 50000, THERE, 100, 0, 0, 1000);
        wire.received(SYN, 50000, 80, 100, 0, 0, 1000);

        assertThat(wire.reader.count(Kinds.CONNECT, row -> row.noState)).isEqualTo(1);
        assertThat(wire.reader.count(Kinds.ACCEPT, row -> row.noState)).isEqualTo(1);
        assertThat(wire.reader.count(Kinds.CLOSE_CONNECTION, row -> row.noState))
                .isEqualTo(2);
    }

    @Test
    void theAgentsOwnIsNotToldOnceAndItsPortsAreAnothersAfterwards() {
        wire.own.begin(HERE, THERE);
        wire.sent(SYN, HERE, THERE, 100, 0, 0, 1000);
        wire.received(RST | ACK, THERE, HERE, 0, 101, 0, 1010);
        assertNothing();

        wire.sent(SYN, HERE, THERE, 200, 0, 0, 2000);
        wire.received(RST | ACK, THERE, HERE, 0, 201, 0, 2010);
        only(Kinds.CONNECT);
    }
}
