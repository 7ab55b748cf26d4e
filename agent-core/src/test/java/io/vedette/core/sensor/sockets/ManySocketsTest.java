package io.vedette.core.sensor.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import io.vedette.core.ffi.DirectoryCalls;
import io.vedette.core.ffi.Libc;
import io.vedette.core.ffi.SocketCalls;
import io.vedette.core.sensor.Processes;
import io.vedette.core.sensor.QueueReader;
import io.vedette.core.sensor.RecordQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// More sockets than can be remembered: each is counted, once. Others' come and go here too, hence the bounds.
final class ManySocketsTest {

    private static final Path PROC = Path.of("/proc");
    private static final int MANY = 60;
    private static final int MOST = 20;
    private static final long LATER_NS = 1_000_000_000;

    private final RecordQueue queue = new RecordQueue();
    private final QueueReader reader = new QueueReader(queue);
    private final SocketRecord record = new SocketRecord(queue);
    private final SocketDiag sockets = new SocketDiag(new SocketCalls());
    private final ProcessSockets files = new ProcessSockets(new DirectoryCalls(), new Libc(), PROC);
    private final SocketOwners owners = new SocketOwners(files, Processes.ofAgent(PROC, queue));
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private long nowNs = LATER_NS;

    @AfterEach
    void close() throws Exception {
        closeSockets();
        files.close();
        sockets.close();
    }

    private void closeSockets() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private <T extends AutoCloseable> T opened(T socket) {
        open.push(socket);
        return socket;
    }

    private ServerSocket listener() throws IOException {
        return opened(new ServerSocket(0, MANY, InetAddress.getLoopbackAddress()));
    }

    private long lost(int kind) {
        return reader.count(kind, row -> row.noState);
    }

    @Test
    void connectionsWithoutARoomAreCountedWithTheirEnds() throws Exception {
        ConnectionWatch watch = new ConnectionWatch(sockets, owners, record, queue, 0);
        look(watch);
        ServerSocket server = listener();
        for (int i = 0; i < MANY; i++) {
            opened(new Socket(server.getInetAddress(), server.getLocalPort()));
            opened(server.accept());
        }
        look(watch);
        long connects = lost(Kinds.CONNECT);
        long accepts = lost(Kinds.ACCEPT);
        look(watch);
        look(watch);

        assertThat(connects).isBetween((long) MANY, MANY + MANY / 2L);
        assertThat(accepts).isBetween((long) MANY, MANY + MANY / 2L);
        assertThat(lost(Kinds.CONNECT) - connects).isLessThan(MANY / 2);
        assertThat(lost(Kinds.ACCEPT) - accepts).isLessThan(MANY / 2);
        assertThat(lost(Kinds.CLOSE_CONNECTION)).isEqualTo(lost(Kinds.CONNECT) + lost(Kinds.ACCEPT));
        closeSockets();
        look(watch);
        assertThat(reader.events()).isEmpty();
    }

    /// As one that has asked and waits for the answer. Nothing is remembered, so that each that is seen is counted.
    @Test
    void connectionsOfWhichOneSideIsDoneAreSeen() throws Exception {
        ConnectionWatch watch = new ConnectionWatch(sockets, owners, record, queue, 0);
        look(watch);
        ServerSocket server = listener();
        for (int i = 0; i < MANY; i++) {
            Socket asking = opened(new Socket(server.getInetAddress(), server.getLocalPort()));
            opened(server.accept());
            asking.shutdownOutput();
        }
        look(watch);

        assertThat(lost(Kinds.CONNECT)).isBetween((long) MANY, MANY + MANY / 2L);
        assertThat(lost(Kinds.ACCEPT)).isBetween((long) MANY, MANY + MANY / 2L);
    }

    /// Those of this process are the agent's own, which are not told; that takes room too.
    @Test
    void listenersWithoutARoomAreCounted() throws Exception {
        ListenWatch watch = new ListenWatch(sockets, owners, record, queue, MOST);
        watch.run(nowNs += LATER_NS);
        for (int i = 0; i < MANY; i++) {
            listener();
        }
        watch.run(nowNs += LATER_NS);

        assertThat(lost(Kinds.LISTEN)).isBetween((long) MANY - MOST, MANY + MANY / 2L);
        assertThat(reader.events()).isEmpty();
    }

    private void look(ConnectionWatch watch) {
        watch.run(nowNs += LATER_NS);
    }
}
