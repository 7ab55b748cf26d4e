package io.vedette.transport.endpoint;

import static io.vedette.transport.TestBatches.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.vedette.transport.ChildJvm;
import io.vedette.transport.ThreadLeaks;
import io.vedette.transport.Waiting;
import io.vedette.transport.spool.ChronicleSpool;
import io.vedette.transport.spool.SpoolConfig;
import io.vedette.transport.stream.Publisher;
import io.vedette.v1.EventBatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What is published is written once and acknowledged, over restarts of either side too.
@ExtendWith(ThreadLeaks.class)
final class IngestServerTest {

    @TempDir
    Path temp;

    private final Ingestion ingestion = new Ingestion();

    @Test
    void writesWhatIsPublishedAndAcknowledgesIt() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(ingestion.spool, 1, 1, 100, 50);

        try (IngestServer server = Ingestion.start(0, new JsonLinesSink(new JsonLines(), out))) {
            assertThat(ingestion.publishAll(server.port())).isZero();
            assertThat(server.counters()).isEqualTo(new IngestCounters(100, 100, 0, 0, 0, 1, 0));
        }

        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(100);
    }

    @Test
    void acknowledgesRepeatsWithoutWritingThemAgain() throws Exception {
        Path file = temp.resolve("out");
        append(ingestion.spool, 1, 1, 10, 50);
        append(ingestion.spool, 1, 5, 12, 50);

        try (IngestServer server = Ingestion.toFile(0, file)) {
            assertThat(ingestion.publishAll(server.port())).isZero();
            assertThat(server.counters().duplicates()).isEqualTo(6);
        }

        assertThat(Lines.exitCodes(file)).containsExactlyElementsOf(Ingestion.upTo(12));
    }

    @Test
    void resumesAfterHardStopsWithEachLineExactlyOnce() throws Exception {
        Path file = temp.resolve("out");
        int port = Ingestion.freePort();
        long last = 0;
        try (Publisher publisher = ingestion.publisher(port)) {
            for (int stop = 0; stop < 5; stop++) {
                IngestServer server = Ingestion.toFile(port, file);
                append(ingestion.spool, 1, last + 1, last + 300, 1000);
                last += 300;
                publisher.wakeUp();
                Waiting.until(() -> server.counters().batches() > 100, publisher::status);
                server.kill();
            }
            try (IngestServer server = Ingestion.toFile(port, file)) {
                assertThat(publisher.close(Ingestion.LONG).batches())
                        .as("%s", publisher.status())
                        .isZero();
                assertThat(server.counters().malformed()).isZero();
            }
        }

        assertThat(Lines.exitCodes(file)).containsExactlyElementsOf(Ingestion.upTo(last));
    }

    @Test
    void killingTheProcessOfTheEndpointLosesAndRepeatsNothing() throws Exception {
        Random random = new Random(7);
        Path file = temp.resolve("out");
        int port = Ingestion.freePort();
        append(ingestion.spool, 1, 1, 8000, 2000);
        try (Publisher publisher = ingestion.publisher(port)) {
            for (int kill = 0; kill < 4; kill++) {
                try (ChildJvm child = new ChildJvm(EndpointProcess.class, Integer.toString(port), file.toString())) {
                    assertThat(child.readLine()).isEqualTo("ready");
                    long before = publisher.status().acknowledgedBatches();
                    Waiting.until(
                            () -> publisher.status().acknowledgedBatches() > before + 50
                                    || ingestion.spool.waitingBatches() == 0,
                            publisher::status);
                    Thread.sleep(random.nextInt(20));
                }
                assertThat(ingestion.spool.waitingBatches())
                        .as("killed while it was busy")
                        .isPositive();
            }
            try (IngestServer server = Ingestion.toFile(port, file)) {
                assertThat(publisher.close(Ingestion.LONG).batches())
                        .as("%s", publisher.status())
                        .isZero();
                assertThat(server.counters().malformed()).isZero();
            }
        }

        assertThat(Lines.exitCodes(file)).containsExactlyElementsOf(Ingestion.upTo(8000));
    }

    @Test
    void worksWithASpoolOnDiskOverRestartsOfBothSides() throws Exception {
        Path file = temp.resolve("out");
        for (int run = 0; run < 3; run++) {
            try (ChronicleSpool disk =
                    ChronicleSpool.open(SpoolConfig.defaults(temp.resolve("spool")), ingestion.drops())) {
                append(disk, run, 1, 200, 500);
                if (run > 0) {
                    try (IngestServer server = Ingestion.toFile(0, file);
                            Publisher publisher = ingestion.publisher(disk, server.port())) {
                        assertThat(publisher.close(Ingestion.LONG).batches()).isZero();
                    }
                }
            }
        }

        List<Long> expected = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            expected.addAll(Ingestion.upTo(200));
        }
        assertThat(Lines.exitCodes(file)).containsExactlyElementsOf(expected);
    }

    @Test
    void stopsAfterTheBatchInHandIsKeptAndAcknowledged() throws Exception {
        List<Long> kept = Collections.synchronizedList(new ArrayList<>());
        BatchSink sink = new Ingestion.Sink() {
            @Override
            public void accept(EventBatch batch, long receivedEpochNs) {
                kept.add(batch.getSequence());
            }
        };
        append(ingestion.spool, 1, 1, 2000, 1000);

        IngestServer server = Ingestion.start(0, sink);
        try (Publisher publisher = ingestion.publisher(server.port())) {
            Waiting.until(() -> kept.size() > 50, publisher::status);
            server.close();
            Waiting.until(() -> !publisher.status().connected(), publisher::status);

            assertThat(publisher.close(Duration.ZERO).batches()).isEqualTo(2000 - kept.size());
        }
    }

    @Test
    void saysWhenItsAddressCannotBeUsed() throws Exception {
        try (IngestServer first = Ingestion.start(0, new JsonLinesSink(new JsonLines(), new ByteArrayOutputStream()))) {
            assertThatIOException()
                    .isThrownBy(() -> Ingestion.start(
                            first.port(), new JsonLinesSink(new JsonLines(), new ByteArrayOutputStream())))
                    .withMessageContaining("Failed to bind");
        }
    }

    /// The process that is killed.
    static final class EndpointProcess {

        private EndpointProcess() {}

        public static void main(String[] args) throws Exception {
            try (IngestServer server = Ingestion.toFile(Integer.parseInt(args[0]), Path.of(args[1]))) {
                System.out.println("ready");
                new CountDownLatch(server.port()).await();
            }
        }
    }
}
