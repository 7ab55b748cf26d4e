package io.vedette.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.compress.Encoding;
import io.vedette.transport.tls.Engine;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who wants to know of connections is told their ports.
final class ConnectTellingTest {

    private static final long PATIENCE_S = 30;

    private record Told(int localPort, int remotePort) {}

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @CsvSource({"true, 127.0.0.1", "false, 127.0.0.1", "true, ::1", "false, ::1"})
    void tellsThePortsOfEachConnectionAndOfTheOneThatIsRefused(boolean epoll, String host) throws Exception {
        Endpoint endpoint;
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getByName(host))) {
            endpoint = new Endpoint(host, server.getLocalPort(), false);
            try (Connector connector = connector(epoll, endpoint)) {
                PublishStream stream = connector.open(endpoint, Encoding.NONE, warning -> {}, () -> {});
                try (Socket accepted = server.accept()) {
                    assertThat(told.poll(PATIENCE_S, TimeUnit.SECONDS))
                            .isEqualTo(new Told(accepted.getPort(), server.getLocalPort()));
                }
                stream.close();
            }
        }
        told.clear();
        try (Connector connector = connector(epoll, endpoint)) {
            PublishStream stream = connector.open(endpoint, Encoding.NONE, warning -> {}, () -> {});
            Told refused = told.poll(PATIENCE_S, TimeUnit.SECONDS);
            stream.close();
            assertThat(refused).isNotNull();
            assertThat(refused.localPort()).isPositive();
            assertThat(refused.remotePort()).isEqualTo(endpoint.port());
        }
    }

    private Connector connector(boolean epoll, Endpoint endpoint) {
        return new Connector(
                PublisherConfig.defaults(List.of(endpoint)),
                new NetworkStack(epoll, Engine.JDK, false),
                () -> 0,
                (localPort, remotePort) -> told.add(new Told(localPort, remotePort)));
    }
}
