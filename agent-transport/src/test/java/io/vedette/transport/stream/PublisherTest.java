package io.vedette.transport.stream;

import static io.vedette.transport.TestBatches.append;
import static io.vedette.transport.TestBatches.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.vedette.transport.ThreadLeaks;
import io.vedette.transport.Waiting;
import io.vedette.transport.codec.BatchHeader;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.MemorySpool;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.spool.SpoolListener;
import io.vedette.v1.PublishAck;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ThreadLeaks.class)
final class PublisherTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<String> dropped = Collections.synchronizedList(new ArrayList<>());
    private final MemorySpool spool = new MemorySpool(64 << 20, new Drops());
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        spool.close();
    }

    @Test
    void deliversEverythingInOrder() throws Exception {
        ScriptedEndpoint endpoint = endpoint((batch, acks) -> acks.onNext(ScriptedEndpoint.ackOf(batch)));
        append(spool, 1, 1, 500, 2000);
        Publisher publisher = publisher(config(endpoint.endpoint()));

        Leftover leftover = publisher.close(LONG);

        assertThat(leftover).isEqualTo(new Leftover(0, 0));
        assertThat(endpoint.receivedSequences()).containsExactlyElementsOf(upTo(500));
        assertThat(publisher.status().acknowledgedBatches()).isEqualTo(500);
        assertThat(publisher.status().acknowledgedSequence()).isEqualTo(500);
    }

    @Test
    void goesOnAfterAnErrorOfTheSpool() throws Exception {
        ScriptedEndpoint endpoint = endpoint((batch, acks) -> acks.onNext(ScriptedEndpoint.ackOf(batch)));
        append(spool, 1, 1, 10, 100);
        AtomicInteger reads = new AtomicInteger();
        Spool faulty = (Spool) Proxy.newProxyInstance(
                Spool.class.getClassLoader(), new Class<?>[] {Spool.class}, (self, method, arguments) -> {
                    if (method.getName().equals("read") && reads.incrementAndGet() == 5) {
                        throw new InternalError("a mapped page could not be read");
                    }
                    return method.invoke(spool, arguments);
                });
        Publisher publisher = new Publisher(config(endpoint.endpoint()), faulty, new Drops());
        opened.add(publisher);
        publisher.start();

        Waiting.until(() -> spool.waitingBatches() == 0, publisher::status);
        assertThat(endpoint.receivedSequences()).containsAll(upTo(10));
        assertThat(publisher.status().lastError()).contains("a mapped page could not be read");
    }

    @Test
    void isWokenByAnAppend() throws Exception {
        ScriptedEndpoint endpoint = endpoint((batch, acks) -> acks.onNext(ScriptedEndpoint.ackOf(batch)));
        Publisher publisher = publisher(config(endpoint.endpoint()));
        Waiting.until(() -> publisher.status().connected(), publisher::status);

        append(spool, batch(1, 1, 10));
        publisher.wakeUp();

        Waiting.until(() -> spool.waitingBatches() == 0, publisher::status);
        assertThat(publisher.status().connectedSinceNs()).isPositive();
        assertThat(publisher.status().lastAckNs()).isPositive();
    }

    @Test
    void neverExceedsTheWindowOfAnEndpointThatDoesNotAcknowledge() throws Exception {
        ScriptedEndpoint endpoint = endpoint((batch, acks) -> {});
        append(spool, 1, 1, 500, 100);
        Publisher publisher = publisher(config(endpoint.endpoint()));

        Waiting.until(() -> endpoint.receivedCount() == 64, publisher::status);
        Leftover leftover = publisher.close(Duration.ofMillis(300));

        assertThat(endpoint.receivedSequences()).containsExactlyElementsOf(upTo(64));
        assertThat(leftover.batches()).isEqualTo(500);
    }

    @Test
    void keepsTheWindowInBytesAsWell() throws Exception {
        ScriptedEndpoint endpoint = endpoint((batch, acks) -> {});
        append(spool, 1, 1, 50, 200_000);
        Publisher publisher = publisher(config(endpoint.endpoint()));

        Waiting.until(() -> endpoint.receivedCount() == 21, publisher::status);
        publisher.close(Duration.ofMillis(300));

        assertThat(endpoint.receivedCount()).isEqualTo(21);
    }

    @Test
    void oneAcknowledgementReleasesAllBeforeIt() throws Exception {
        ScriptedEndpoint endpoint = endpoint((batch, acks) -> {
            if (batch.getSequence() % 10 == 0) {
                acks.onNext(ScriptedEndpoint.ackOf(batch));
            }
        });
        append(spool, 1, 1, 200, 100);

        Leftover leftover = publisher(config(endpoint.endpoint())).close(LONG);

        assertThat(leftover.batches()).isZero();
    }

    @Test
    void ignoresAndCountsUnknownAndRepeatedAcknowledgements() throws Exception {
        ScriptedEndpoint endpoint = endpoint((batch, acks) -> {
            PublishAck right = ScriptedEndpoint.ackOf(batch);
            acks.onNext(
                    right.toBuilder().setSequence(batch.getSequence() + 1000).build());
            acks.onNext(right.toBuilder().clearInstanceId().build());
            acks.onNext(right);
            acks.onNext(right);
        });
        append(spool, 1, 1, 20, 100);
        Publisher publisher = publisher(config(endpoint.endpoint()));

        Waiting.until(() -> publisher.status().ignoredAcks() == 60, publisher::status);

        assertThat(spool.waitingBatches()).isZero();
        assertThat(publisher.status().acknowledgedBatches()).isEqualTo(20);
    }

    @Test
    void sendsTheUnacknowledgedAgainAfterAReset() throws Exception {
        AtomicInteger count = new AtomicInteger();
        ScriptedEndpoint endpoint = endpoint((batch, acks) -> {
            if (count.incrementAndGet() % 7 == 0) {
                acks.onError(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());
            } else {
                acks.onNext(ScriptedEndpoint.ackOf(batch));
            }
        });
        append(spool, 1, 1, 100, 3000);
        Publisher publisher = publisher(config(endpoint.endpoint()));

        Leftover leftover = publisher.close(LONG);

        assertThat(leftover.batches()).isZero();
        assertThat(endpoint.receivedSequences()).containsAll(upTo(100));
        assertThat(publisher.status().streams()).isGreaterThan(3);
        assertThat(publisher.status().lastError())
                .isEqualTo("endpoint " + endpoint.endpoint() + " ended the stream: UNAVAILABLE, gone");
    }

    @Test
    void waitsForAnEndpointThatRefusesAndThenComes() throws Exception {
        int port = freePort();
        append(spool, 1, 1, 10, 100);
        Publisher publisher = publisher(config(new Endpoint("127.0.0.1", port, false)));
        Waiting.until(() -> publisher.status().lastErrorCount() > 2, publisher::status);
        assertThat(publisher.status().lastError())
                .isEqualTo("endpoint http://127.0.0.1:" + port
                        + " refuses connections; is it running, and is the port right?");
        assertThat(publisher.status().connected()).isFalse();

        ScriptedEndpoint endpoint =
                new ScriptedEndpoint(port, (batch, acks) -> acks.onNext(ScriptedEndpoint.ackOf(batch)));
        opened.addFirst(endpoint);

        assertThat(publisher.close(LONG).batches()).isZero();
        assertThat(endpoint.receivedSequences()).containsExactlyElementsOf(upTo(10));
    }

    @Test
    void goesOnToTheNextEndpointWhenOneIsSilent() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ScriptedEndpoint second = endpoint((batch, acks) -> acks.onNext(ScriptedEndpoint.ackOf(batch)));
            append(spool, 1, 1, 5, 100);
            Endpoint first = new Endpoint("127.0.0.1", silent.getLocalPort(), false);
            Publisher publisher = publisher(config(first, second.endpoint()));

            Leftover leftover = publisher.close(LONG);

            assertThat(leftover.batches()).isZero();
            assertThat(publisher.status().lastError())
                    .isEqualTo("endpoint " + first + " did not take the stream within 500 ms");
        }
    }

    @Test
    void givesUpAStreamThatAcknowledgesNothing() throws Exception {
        ScriptedEndpoint endpoint = endpoint((batch, acks) -> {});
        append(spool, 1, 1, 5, 100);
        Publisher publisher = publisher(config(endpoint.endpoint()).with(timeouts(Duration.ofMillis(200))));
        Waiting.until(() -> publisher.status().streams() > 2, publisher::status);
        assertThat(publisher.status().lastError()).endsWith("acknowledged nothing for 200 ms");

        endpoint.script((batch, acks) -> acks.onNext(ScriptedEndpoint.ackOf(batch)));

        assertThat(publisher.close(LONG).batches()).isZero();
    }

    @Test
    void givesUpABatchThatIsRefusedAgainAndAgainButNoOther() throws Exception {
        ScriptedEndpoint endpoint = endpoint((batch, acks) -> {
            if (batch.getSequence() == 13) {
                acks.onError(Status.INVALID_ARGUMENT.withDescription("no").asRuntimeException());
            } else {
                acks.onNext(ScriptedEndpoint.ackOf(batch));
            }
        });
        append(spool, 1, 1, 40, 100);
        Publisher publisher = publisher(config(endpoint.endpoint()));

        Leftover leftover = publisher.close(LONG);

        assertThat(leftover.batches()).isZero();
        assertThat(dropped).containsExactly("REJECTED 13");
        assertThat(publisher.status().rejectedBatches()).isEqualTo(1);
        assertThat(endpoint.receivedSequences()).containsAll(upTo(40));
    }

    @Test
    void closesAtOnceWithoutAnEndpoint() throws Exception {
        append(spool, 1, 1, 3, 100);
        Publisher publisher = publisher(config(new Endpoint("127.0.0.1", freePort(), false)));

        Leftover leftover = publisher.close(Duration.ZERO);

        assertThat(leftover.batches()).isEqualTo(3);
        assertThat(leftover.bytes()).isPositive();
    }

    @Test
    void canBeClosedWithoutHavingBeenStarted() {
        Publisher publisher = new Publisher(config(new Endpoint("127.0.0.1", 1, false)), spool, new Drops());

        assertThat(publisher.close(LONG)).isEqualTo(new Leftover(0, 0));
    }

    private ScriptedEndpoint endpoint(ScriptedEndpoint.Script script) throws IOException {
        ScriptedEndpoint endpoint = new ScriptedEndpoint(0, script);
        opened.add(endpoint);
        return endpoint;
    }

    private Publisher publisher(PublisherConfig config) {
        Publisher publisher = new Publisher(config, spool, new Drops());
        opened.add(publisher);
        publisher.start();
        return publisher;
    }

    private static PublisherConfig config(Endpoint... endpoints) {
        return PublisherConfig.defaults(List.of(endpoints))
                .with(new Retry(Duration.ofMillis(5), Duration.ofMillis(50), 3))
                .with(timeouts(Duration.ofSeconds(30)));
    }

    private static Timeouts timeouts(Duration ack) {
        return new Timeouts(
                Duration.ofMillis(500), ack, Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofMinutes(5));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private final class Drops implements SpoolListener {

        @Override
        public void onDropped(DirectBuffer batch, int offset, int length, DropReason reason) {
            BatchHeader header = new BatchHeader();
            assertThat(header.read(batch, offset, length)).isTrue();
            dropped.add(reason + " " + header.sequence());
        }

        @Override
        public void onCorrupt(long count) {
            throw new AssertionError("nothing is stored");
        }
    }
}
