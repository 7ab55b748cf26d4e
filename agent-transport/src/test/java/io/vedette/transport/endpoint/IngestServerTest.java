package io.vedette.transport.endpoint;

import static io.vedette.transport.TestBatches.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vedette.transport.ChildJvm;
import io.vedette.transport.TestBatches;
import io.vedette.transport.ThreadLeaks;
import io.vedette.transport.Waiting;
import io.vedette.transport.codec.BatchHeader;
import io.vedette.transport.spool.ChronicleSpool;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.MemorySpool;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.spool.SpoolConfig;
import io.vedette.transport.spool.SpoolListener;
import io.vedette.transport.stream.Endpoint;
import io.vedette.transport.stream.Publisher;
import io.vedette.transport.stream.PublisherConfig;
import io.vedette.v1.EventBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ThreadLeaks.class)
final class IngestServerTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path temp;

    private final List<String> dropped = Collections.synchronizedList(new ArrayList<>());
    private final Spool spool = new MemorySpool(64 << 20, new Drops());

    @Test
    void writesWhatIsPublishedAndAcknowledgesIt() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(spool, 1, 1, 100, 50);

        try (IngestServer server = start(0, new JsonLinesSink(new JsonLines(), out))) {
            assertThat(publishAll(server.port())).isZero();
            assertThat(server.counters()).isEqualTo(new IngestCounters(100, 100, 0, 0, 0, 1));
        }

        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(100);
    }

    @Test
    void acknowledgesRepeatsWithoutWritingThemAgain() throws Exception {
        Path file = temp.resolve("out");
        append(spool, 1, 1, 10, 50);
        append(spool, 1, 5, 12, 50);

        try (IngestServer server = start(0, new JsonLinesFile(new JsonLines(), file, 100))) {
            assertThat(publishAll(server.port())).isZero();
            assertThat(server.counters().duplicates()).isEqualTo(6);
        }

        assertThat(Lines.exitCodes(file)).containsExactlyElementsOf(upTo(12));
    }

    @Test
    void resumesAfterHardStopsWithEachLineExactlyOnce() throws Exception {
        Path file = temp.resolve("out");
        int port = freePort();
        long last = 0;
        try (Publisher publisher = publisher(port)) {
            for (int stop = 0; stop < 5; stop++) {
                IngestServer server = start(port, new JsonLinesFile(new JsonLines(), file, 100));
                append(spool, 1, last + 1, last + 300, 1000);
                last += 300;
                publisher.wakeUp();
                Waiting.until(() -> server.counters().batches() > 100, publisher::status);
                server.kill();
            }
            try (IngestServer server = start(port, new JsonLinesFile(new JsonLines(), file, 100))) {
                assertThat(publisher.close(LONG).batches())
                        .as("%s", publisher.status())
                        .isZero();
                assertThat(server.counters().malformed()).isZero();
            }
        }

        assertThat(Lines.exitCodes(file)).containsExactlyElementsOf(upTo(last));
    }

    @Test
    void killingTheProcessOfTheEndpointLosesAndRepeatsNothing() throws Exception {
        Random random = new Random(7);
        Path file = temp.resolve("out");
        int port = freePort();
        append(spool, 1, 1, 8000, 2000);
        try (Publisher publisher = publisher(port)) {
            for (int kill = 0; kill < 4; kill++) {
                try (ChildJvm child = new ChildJvm(EndpointProcess.class, Integer.toString(port), file.toString())) {
                    assertThat(child.readLine()).isEqualTo("ready");
                    long before = publisher.status().acknowledgedBatches();
                    Waiting.until(
                            () -> publisher.status().acknowledgedBatches() > before + 50 || spool.waitingBatches() == 0,
                            publisher::status);
                    Thread.sleep(random.nextInt(20));
                }
                assertThat(spool.waitingBatches())
                        .as("killed while it was busy")
                        .isPositive();
            }
            try (IngestServer server = start(port, new JsonLinesFile(new JsonLines(), file, 100))) {
                assertThat(publisher.close(LONG).batches())
                        .as("%s", publisher.status())
                        .isZero();
                assertThat(server.counters().malformed()).isZero();
            }
        }

        assertThat(Lines.exitCodes(file)).containsExactlyElementsOf(upTo(8000));
    }

    @Test
    void worksWithASpoolOnDiskOverRestartsOfBothSides() throws Exception {
        Path file = temp.resolve("out");
        for (int run = 0; run < 3; run++) {
            try (ChronicleSpool disk = ChronicleSpool.open(SpoolConfig.defaults(temp.resolve("spool")), new Drops())) {
                append(disk, run, 1, 200, 500);
                if (run > 0) {
                    try (IngestServer server = start(0, new JsonLinesFile(new JsonLines(), file, 100));
                            Publisher publisher = publisher(disk, server.port())) {
                        assertThat(publisher.close(LONG).batches()).isZero();
                    }
                }
            }
        }

        List<Long> expected = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            expected.addAll(upTo(200));
        }
        assertThat(Lines.exitCodes(file)).containsExactlyElementsOf(expected);
    }

    @Test
    void refusesAMalformedBatchAndGoesOnWithTheNext() throws Exception {
        Path file = temp.resolve("out");
        append(spool, 1, 1, 3, 50);
        append(spool, TestBatches.batch(1, 4, 10).toBuilder().clearContainers().build());
        byte[] garbage = TestBatches.batch(1, 5, 10).toByteArray();
        garbage[BatchHeader.LENGTH] = (byte) 0xff;
        spool.append(new UnsafeBuffer(garbage), 0, garbage.length);
        append(spool, 1, 6, 8, 50);

        try (IngestServer server = start(0, new JsonLinesFile(new JsonLines(), file, 100));
                Publisher publisher = publisher(server.port())) {
            assertThat(publisher.close(LONG).batches())
                    .as("%s", publisher.status())
                    .isZero();
            assertThat(server.counters().malformed()).isEqualTo(6);
            assertThat(publisher.status().lastError())
                    .contains("INVALID_ARGUMENT, malformed batch: not an EventBatch: ");
        }

        assertThat(dropped).containsExactly("REJECTED", "REJECTED");
        assertThat(Lines.exitCodes(file)).containsExactly(1L, 2L, 3L, 6L, 7L, 8L);
    }

    @Test
    void aSinkThatFailsIsTriedAgain() throws Exception {
        List<Long> kept = new ArrayList<>();
        int[] calls = {0};
        BatchSink flaky = new TestSink() {
            @Override
            public void accept(EventBatch batch, long receivedEpochNs) throws IOException {
                if (++calls[0] % 3 == 0) {
                    throw new IOException("disk full");
                }
                kept.add(batch.getSequence());
            }
        };
        append(spool, 1, 1, 20, 50);

        try (IngestServer server = start(0, flaky);
                Publisher publisher = publisher(server.port())) {
            assertThat(publisher.close(LONG).batches()).isZero();
            assertThat(publisher.status().lastError()).endsWith("UNAVAILABLE, batch could not be kept: disk full");
            assertThat(server.counters().failed()).isPositive();
        }
        assertThat(kept).containsExactlyElementsOf(upTo(20));
    }

    @Test
    void aSlowSinkHoldsItsAgentsBackAndLosesNothing() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Long> kept = new ArrayList<>();
        BatchSink slow = new TestSink() {
            @Override
            public void accept(EventBatch batch, long receivedEpochNs) throws IOException {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                kept.add(batch.getSequence());
            }
        };
        append(spool, 1, 1, 200, 100_000);

        try (IngestServer server = start(0, slow);
                Publisher publisher = publisher(server.port())) {
            Waiting.until(() -> publisher.status().sentBatches() > 3, publisher::status);
            Thread.sleep(200);
            assertThat(publisher.status().inFlightBatches()).isLessThan(43);
            go.countDown();
            assertThat(publisher.close(LONG).batches()).isZero();
        }
        assertThat(kept).containsExactlyElementsOf(upTo(200));
    }

    @Test
    void stopsAfterTheBatchInHandIsKeptAndAcknowledged() throws Exception {
        List<Long> kept = Collections.synchronizedList(new ArrayList<>());
        BatchSink sink = new TestSink() {
            @Override
            public void accept(EventBatch batch, long receivedEpochNs) {
                kept.add(batch.getSequence());
            }
        };
        append(spool, 1, 1, 2000, 1000);

        IngestServer server = start(0, sink);
        try (Publisher publisher = publisher(server.port())) {
            Waiting.until(() -> kept.size() > 50, publisher::status);
            server.close();
            Waiting.until(() -> !publisher.status().connected(), publisher::status);

            assertThat(publisher.close(Duration.ZERO).batches()).isEqualTo(2000 - kept.size());
        }
    }

    @Test
    void saysWhenItsAddressCannotBeUsed() throws Exception {
        try (IngestServer first = start(0, new JsonLinesSink(new JsonLines(), new ByteArrayOutputStream()))) {
            assertThatIOException()
                    .isThrownBy(
                            () -> start(first.port(), new JsonLinesSink(new JsonLines(), new ByteArrayOutputStream())))
                    .withMessageContaining("Failed to bind");
        }
    }

    @Test
    void readsListenAddresses() {
        assertThat(IngestConfig.parseListen("127.0.0.1:0")).isEqualTo(IngestConfig.plaintext("127.0.0.1", 0));
        assertThat(IngestConfig.parseListen("[::1]:4500")).isEqualTo(IngestConfig.plaintext("::1", 4500));
        assertThat(IngestConfig.parseListen(":4500")).isEqualTo(IngestConfig.plaintext("0.0.0.0", 4500));
        for (String wrong : List.of("", "4500", "a:", "a:b", "a:70000")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> IngestConfig.parseListen(wrong))
                    .withMessage("listen address \"" + wrong + "\" is not HOST:PORT");
        }
    }

    private static IngestServer start(int port, BatchSink sink) throws IOException {
        return IngestServer.start(IngestConfig.plaintext("127.0.0.1", port), sink);
    }

    private long publishAll(int port) {
        try (Publisher publisher = publisher(port)) {
            return publisher.close(LONG).batches();
        }
    }

    private Publisher publisher(int port) {
        return publisher(spool, port);
    }

    private Publisher publisher(Spool from, int port) {
        PublisherConfig config = new PublisherConfig(
                List.of(new Endpoint("127.0.0.1", port, false)),
                null,
                64,
                4 << 20,
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                3);
        Publisher publisher = new Publisher(config, from, new Drops());
        publisher.start();
        return publisher;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    /// The process that is killed.
    static final class EndpointProcess {

        private EndpointProcess() {}

        public static void main(String[] args) throws Exception {
            try (IngestServer server =
                    start(Integer.parseInt(args[0]), new JsonLinesFile(new JsonLines(), Path.of(args[1]), 100))) {
                System.out.println("ready");
                new CountDownLatch(server.port()).await();
            }
        }
    }

    private abstract static class TestSink implements BatchSink {
        @Override
        public void close() {}
    }

    private final class Drops implements SpoolListener {
        @Override
        public void onDropped(DirectBuffer batch, int offset, int length, DropReason reason) {
            dropped.add(reason.name());
        }

        @Override
        public void onCorrupt(long count) {
            dropped.add("corrupt");
        }
    }
}
