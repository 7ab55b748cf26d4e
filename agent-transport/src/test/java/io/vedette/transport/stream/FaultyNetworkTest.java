package io.vedette.transport.stream;

import static io.vedette.transport.TestBatches.append;
import static io.vedette.transport.stream.Delivery.LONG;
import static io.vedette.transport.stream.Delivery.config;
import static io.vedette.transport.stream.Delivery.failure;
import static io.vedette.transport.stream.Delivery.timeouts;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.ThreadLeaks;
import io.vedette.transport.Waiting;
import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import io.vedette.v1.EventBatch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ThreadLeaks.class)
final class FaultyNetworkTest {

    private Delivery delivery;

    @BeforeEach
    void fill() {
        delivery = new Delivery();
        append(delivery.spool, 1, 1, 20, 1000);
    }

    @AfterEach
    void close() throws Exception {
        delivery.close();
    }

    @Test
    void saysThatAnEndpointDoesNotAnswerAndGoesOnToTheNext() throws Exception {
        try (BlackHole hole = new BlackHole("127.0.0.1", 0)) {
            Endpoint dead = new Endpoint("127.0.0.1", hole.port(), false);
            IngestServer server = delivery.serve(IngestConfig.plaintext("127.0.0.1", 0));

            Publisher publisher = delivery.start(config(dead, new Endpoint("127.0.0.1", server.port(), false))
                    .with(timeouts(Duration.ofMillis(600), LONG)));

            Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);
            assertThat(publisher.status().lastError())
                    .isEqualTo("endpoint " + dead
                            + " does not answer (connection timed out); check routes, security groups, firewalls");
        }
    }

    @Test
    void comesPastADeadAddressOfANameThatHasSeveral() throws Exception {
        IngestServer server = delivery.serve(IngestConfig.plaintext("127.0.0.1", 0));
        try (BlackHole hole = new BlackHole("127.0.0.2", server.port())) {
            Endpoint both = new Endpoint(TwoAddresses.NAME, hole.port(), false);

            Publisher publisher = delivery.start(config(both).with(timeouts(Duration.ofSeconds(1), LONG)));

            Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);
        }
    }

    @Test
    void saysThatANameCannotBeResolved() throws Exception {
        Endpoint unknown = new Endpoint("events.invalid", 4317, false);

        assertThat(failure(delivery.start(config(unknown))))
                .isEqualTo("endpoint " + unknown
                        + " has a name that can't be resolved; check the name and this container's DNS");
    }

    @Test
    void triesTheFirstEndpointAgainAfterAWhileAtAnother() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ScriptedEndpoint second =
                delivery.opened(new ScriptedEndpoint(0, (batch, acks) -> acks.onNext(ScriptedEndpoint.ackOf(batch))));
        Publisher publisher = delivery.start(config(new Endpoint("127.0.0.1", port, false), second.endpoint())
                .with(new Timeouts(LONG, LONG, LONG, LONG, Duration.ofMillis(100))));
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);

        ScriptedEndpoint first = delivery.opened(
                new ScriptedEndpoint(port, (batch, acks) -> acks.onNext(ScriptedEndpoint.ackOf(batch))));

        Waiting.until(
                () -> publisher.status().endpoint().equals(first.endpoint().toString()), publisher::status);
        append(delivery.spool, 1, 21, 21, 10);
        publisher.wakeUp();
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);
        assertThat(first.receivedSequences()).containsExactly(21L);
        assertThat(publisher.status().renewals()).isPositive();
    }

    @Test
    void takesAcknowledgementsThatComeInTheWrongOrder() throws Exception {
        List<EventBatch> held = new ArrayList<>();
        ScriptedEndpoint endpoint = delivery.opened(new ScriptedEndpoint(0, (batch, acks) -> {
            held.add(batch);
            if (held.size() == 20) {
                held.reversed().forEach(one -> acks.onNext(ScriptedEndpoint.ackOf(one)));
            }
        }));
        Publisher publisher = delivery.start(config(endpoint.endpoint()));

        Waiting.until(() -> publisher.status().ignoredAcks() == 19, publisher::status);

        assertThat(delivery.spool.waitingBatches()).isZero();
        assertThat(publisher.status().acknowledgedBatches()).isEqualTo(20);
        assertThat(publisher.status().lastError()).isEmpty();
    }

    @Test
    void sendsNoMoreThanTheConnectionTakesToASlowReader() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        append(delivery.spool, 1, 21, 60, 200_000);
        ScriptedEndpoint endpoint = delivery.opened(new ScriptedEndpoint(0, (batch, acks) -> {
            try {
                read.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            acks.onNext(ScriptedEndpoint.ackOf(batch));
        }));
        PublisherConfig uncompressed =
                config(endpoint.endpoint()).with(List.of(io.vedette.transport.compress.Encoding.NONE));
        Publisher publisher = delivery.start(uncompressed);
        Waiting.until(() -> endpoint.receivedCount() == 1, publisher::status);

        // HTTP/2's window, what the sockets hold, and a batch beyond gRPC's threshold; the ack window is larger.
        Waiting.until(() -> publisher.status().sentBatches() > 20, publisher::status);
        assertThat(publisher.status().batchBytes()).isLessThan(3 << 20);
        read.countDown();

        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);
    }

    @Test
    void doesNotSpinWhenNoEndpointCanBeReached() throws Exception {
        Endpoint one = new Endpoint("127.0.0.1", 1, false);
        Endpoint other = new Endpoint("127.0.0.1", 2, false);
        PublisherConfig config = config(one, other).with(new Retry(Duration.ofHours(1), Duration.ofHours(1), 3));
        CountDownLatch failures = new CountDownLatch(2);
        StatusBook status = new StatusBook(new DeliveryLog(line -> failures.countDown(), () -> 0));
        try (Connector connector = new Connector(config, NetworkStack.ofThisMachine(), () -> 0, ConnectListener.NONE)) {
            Sender sender = new Sender(
                    config,
                    delivery.spool,
                    new Delivery.NoDrops(),
                    connector,
                    () -> 0,
                    new SystemEpochNanoClock(),
                    new Late(),
                    status,
                    () -> {});
            Waiting.until(
                    () -> {
                        sender.doWork();
                        return failures.getCount() == 0;
                    },
                    status::snapshot);

            assertThat(sender.doWork()).isPositive();
            assertThat(sender.doWork()).isPositive();
            assertThat(status.snapshot().lastErrorCount()).isEqualTo(1);
            sender.close();
        }
    }

    /// Always the longest wait.
    private static final class Late implements java.util.random.RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    /// An address that takes no connection and refuses none: its queue is full, and nobody takes from it.
    private static final class BlackHole implements AutoCloseable {

        private final ServerSocket listening;
        private final List<Socket> queued = new ArrayList<>();

        BlackHole(String address, int port) throws Exception {
            listening = new ServerSocket(port, 1, InetAddress.getByName(address));
            for (int i = 0; i < 2; i++) {
                Socket one = new Socket();
                one.connect(new InetSocketAddress(address, listening.getLocalPort()));
                queued.add(one);
            }
        }

        int port() {
            return listening.getLocalPort();
        }

        @Override
        public void close() throws java.io.IOException {
            for (Socket one : queued) {
                one.close();
            }
            listening.close();
        }
    }
}
