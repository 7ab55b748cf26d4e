package io.vedette.transport.endpoint;

import static io.vedette.transport.TestBatches.append;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.ThreadLeaks;
import io.vedette.transport.Waiting;
import io.vedette.transport.stream.Publisher;
import io.vedette.v1.EventBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Sinks that fail, are slow or take their time: what is not kept is not acknowledged, and comes again.
@ExtendWith(ThreadLeaks.class)
final class IngestSinkTest {

    private final Ingestion ingestion = new Ingestion();

    @Test
    void whatCouldNotBeMadeDurableIsNotAcknowledgedAndComesAgain() throws Exception {
        List<Long> kept = new ArrayList<>();
        List<Long> taken = new ArrayList<>();
        int[] calls = {0};
        BatchSink flaky = new Ingestion.Sink() {
            @Override
            public void accept(EventBatch batch, long receivedEpochNs) {
                taken.add(batch.getSequence());
            }

            @Override
            public void sync() throws IOException {
                if (++calls[0] % 3 == 1) {
                    taken.clear();
                    throw new IOException("disk full");
                }
                kept.addAll(taken);
                taken.clear();
            }
        };
        append(ingestion.spool, 1, 1, 100, 50);

        try (IngestServer server = Ingestion.start(0, flaky);
                Publisher publisher = ingestion.publisher(server.port())) {
            assertThat(publisher.close(Ingestion.LONG).batches()).isZero();
            assertThat(publisher.status().lastError()).endsWith("UNAVAILABLE, batches could not be kept: disk full");
        }
        assertThat(kept).containsExactlyElementsOf(Ingestion.upTo(100));
    }

    @Test
    void makesBatchesDurableInGroups() throws Exception {
        int[] syncs = {0};
        BatchSink counting = new Ingestion.Sink() {
            @Override
            public void accept(EventBatch batch, long receivedEpochNs) {}

            @Override
            public void sync() {
                syncs[0]++;
            }
        };
        append(ingestion.spool, 1, 1, 2000, 50);

        try (IngestServer server = Ingestion.start(0, counting)) {
            assertThat(ingestion.publishAll(server.port())).isZero();
        }

        assertThat(syncs[0]).isLessThan(1000);
    }

    @Test
    void aSinkThatFailsIsTriedAgain() throws Exception {
        List<Long> kept = new ArrayList<>();
        int[] calls = {0};
        BatchSink flaky = new Ingestion.Sink() {
            @Override
            public void accept(EventBatch batch, long receivedEpochNs) throws IOException {
                if (++calls[0] % 3 == 0) {
                    throw new IOException("disk full");
                }
                kept.add(batch.getSequence());
            }
        };
        append(ingestion.spool, 1, 1, 20, 50);

        try (IngestServer server = Ingestion.start(0, flaky);
                Publisher publisher = ingestion.publisher(server.port())) {
            assertThat(publisher.close(Ingestion.LONG).batches()).isZero();
            assertThat(publisher.status().lastError()).endsWith("UNAVAILABLE, batch could not be kept: disk full");
            assertThat(server.counters().failed()).isPositive();
        }
        assertThat(kept).containsExactlyElementsOf(Ingestion.upTo(20));
    }

    @Test
    void aSinkWithoutMemoryLosesNothing() throws Exception {
        int[] calls = {0};
        List<Long> kept = new ArrayList<>();
        BatchSink poor = new Ingestion.Sink() {
            @Override
            public void accept(EventBatch batch, long receivedEpochNs) {
                if (++calls[0] % 3 == 0) {
                    throw new OutOfMemoryError("Java heap space");
                }
                kept.add(batch.getSequence());
            }
        };
        append(ingestion.spool, 1, 1, 20, 50);

        try (IngestServer server = Ingestion.start(0, poor);
                Publisher publisher = ingestion.publisher(server.port())) {
            assertThat(publisher.close(Ingestion.LONG).batches()).isZero();
            assertThat(publisher.status().lastError()).contains("UNAVAILABLE, batch could not be kept: ");
            assertThat(server.counters().failed()).isPositive();
        }
        assertThat(kept).containsExactlyElementsOf(Ingestion.upTo(20));
    }

    @Test
    void aSlowSinkHoldsItsAgentsBackAndLosesNothing() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Long> kept = new ArrayList<>();
        BatchSink slow = new Ingestion.Sink() {
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
        append(ingestion.spool, 1, 1, 200, 100_000);

        try (IngestServer server = Ingestion.start(0, slow);
                Publisher publisher = ingestion.publisher(server.port())) {
            Waiting.until(() -> publisher.status().sentBatches() > 3, publisher::status);
            Thread.sleep(200);
            assertThat(publisher.status().inFlightBatches()).isLessThan(43);
            go.countDown();
            assertThat(publisher.close(Ingestion.LONG).batches()).isZero();
        }
        assertThat(kept).containsExactlyElementsOf(Ingestion.upTo(200));
    }
}
