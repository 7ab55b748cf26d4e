package io.vedette.core.sensor.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.NetworkLayout;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.ffi.DirectoryCalls;
import io.vedette.core.ffi.Libc;
import io.vedette.core.ffi.SocketCalls;
import io.vedette.core.sensor.Processes;
import io.vedette.core.sensor.QueueReader;
import io.vedette.core.sensor.RecordQueue;
import io.vedette.core.sensor.Turns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// A connect to somebody who does not answer: its server's queue is full.
final class UnansweredConnectTest {

    private static final Path PROC = Path.of("/proc");
    private static final int IN_PROGRESS = 115;
    private static final int FULL_AFTER_MS = 300;
    private static final long LATER_NS = 1_000_000_000;
    private static final long PAUSE_NS = 20_000_000;

    private final RecordQueue queue = new RecordQueue();
    private final QueueReader reader = new QueueReader(queue);
    private final List<Integer> errors = new ArrayList<>();
    private long nowNs = LATER_NS;

    @Test
    void isToldOnceAsInProgressAndOnceWhenItIsAnswered() throws Exception {
        Process client = null;
        try (SocketDiag sockets = new SocketDiag(new SocketCalls());
                ProcessSockets files = new ProcessSockets(new DirectoryCalls(), new Libc(), PROC);
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SocketOwners owners = new SocketOwners(files, Processes.ofAgent(PROC, queue));
            ConnectionWatch watch = new ConnectionWatch(sockets, owners, new SocketRecord(queue), queue);
            int port = server.getLocalPort();
            look(watch, port);
            List<Socket> filling = fill(port);
            client = new ProcessBuilder("/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + port + "; exec sleep 1000")
                    .start();
            lookUntil(watch, port, 1);
            look(watch, port);
            look(watch, port);

            assertThat(errors).containsExactly(IN_PROGRESS);
            for (int i = 0; i < filling.size(); i++) {
                server.accept().close();
            }
            lookUntil(watch, port, 2);
            look(watch, port);

            assertThat(errors).containsExactly(IN_PROGRESS, 0);
        } finally {
            if (client != null) {
                client.destroyForcibly();
            }
        }
    }

    /// @return those that the server has not accepted yet
    private static List<Socket> fill(int port) throws IOException {
        List<Socket> filling = new ArrayList<>();
        while (true) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), FULL_AFTER_MS);
                filling.add(socket);
            } catch (SocketTimeoutException full) {
                socket.close();
                return filling;
            }
        }
    }

    private void lookUntil(ConnectionWatch watch, int port, int told) {
        Turns.until(() -> errors.size() >= told, () -> "told " + errors, () -> {
            LockSupport.parkNanos(PAUSE_NS);
            look(watch, port);
        });
    }

    private void look(ConnectionWatch watch, int port) {
        watch.run(nowNs += LATER_NS);
        for (DetailFlyweight event : reader.events()) {
            if (event.kind() == Kinds.CONNECT
                    && event.u16(NetworkLayout.CONNECTION_REMOTE + RecordLayout.ADDRESS_PORT) == port) {
                errors.add(event.i32(NetworkLayout.CONNECTION_ERROR));
            }
        }
    }
}
