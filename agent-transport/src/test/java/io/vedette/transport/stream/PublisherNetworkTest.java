package io.vedette.transport.stream;

import static io.vedette.transport.TestBatches.append;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.ThreadLeaks;
import io.vedette.transport.Waiting;
import io.vedette.transport.endpoint.BatchSink;
import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.MemorySpool;
import io.vedette.transport.spool.SpoolListener;
import io.vedette.v1.EventBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ThreadLeaks.class)
final class PublisherNetworkTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path temp;

    private final List<Long> kept = Collections.synchronizedList(new ArrayList<>());
    private final MemorySpool spool = new MemorySpool(64 << 20, new NoDrops());

    @Test
    void survivesResetsInTheMiddleOfAnything() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int[] bytesPerConnection = random.ints(30, 1, 60_000).toArray();
        append(spool, 1, 1, 500, 2000);

        try (IngestServer server = IngestServer.start(IngestConfig.plaintext("127.0.0.1", 0), new Keep());
                ChoppyProxy proxy = new ChoppyProxy(server.port(), bytesPerConnection);
                Publisher publisher = publisher(proxy.endpoint(), null)) {
            assertThat(publisher.close(LONG).batches())
                    .as("seed %d, %s", seed, publisher.status())
                    .isZero();
            assertThat(proxy.connections()).isGreaterThan(5);
        }

        assertThat(kept).as("seed %d", seed).containsExactlyElementsOf(upTo(500));
    }

    @Test
    void deliversOverTlsToAnEndpointWhoseAuthorityItTrusts() throws Exception {
        TlsFiles files = TlsFiles.create(temp);
        append(spool, 1, 1, 50, 2000);

        try (IngestServer server = tlsServer(files);
                Publisher publisher = publisher(new Endpoint("localhost", server.port(), true), files.certificate())) {
            assertThat(publisher.close(LONG).batches())
                    .as("%s", publisher.status())
                    .isZero();
        }

        assertThat(kept).containsExactlyElementsOf(upTo(50));
    }

    @Test
    void sendsNothingToAnEndpointThatItDoesNotTrust() throws Exception {
        TlsFiles files = TlsFiles.create(temp);
        append(spool, 1, 1, 5, 100);

        try (IngestServer server = tlsServer(files);
                Publisher publisher = publisher(new Endpoint("localhost", server.port(), true), null)) {
            Waiting.until(() -> publisher.status().lastErrorCount() > 1, publisher::status);
            assertThat(publisher.status().streams()).isZero();
            assertThat(publisher.status().lastError()).contains("UNAVAILABLE").doesNotContain("\n");
        }

        assertThat(kept).isEmpty();
    }

    @Test
    void sendsNothingInPlainTextToAnEndpointWithTls() throws Exception {
        TlsFiles files = TlsFiles.create(temp);
        append(spool, 1, 1, 5, 100);

        try (IngestServer server = tlsServer(files);
                Publisher publisher = publisher(new Endpoint("localhost", server.port(), false), null)) {
            Waiting.until(() -> publisher.status().lastErrorCount() > 1, publisher::status);
            assertThat(publisher.status().sentBatches()).isZero();
        }
    }

    @Test
    void aMissingFileOfAuthoritiesIsAnErrorInOneLine() throws Exception {
        append(spool, 1, 1, 5, 100);

        try (Publisher publisher = publisher(new Endpoint("localhost", 1, true), temp.resolve("none.pem"))) {
            Waiting.until(() -> publisher.status().lastErrorCount() > 1, publisher::status);
            assertThat(publisher.status().lastError())
                    .startsWith("endpoint https://localhost:1 cannot be tried: ")
                    .contains("none.pem");
        }
    }

    private IngestServer tlsServer(TlsFiles files) throws Exception {
        return IngestServer.start(IngestConfig.tls("127.0.0.1", 0, files.certificate(), files.key()), new Keep());
    }

    private Publisher publisher(Endpoint endpoint, @Nullable Path caFile) {
        PublisherConfig config = new PublisherConfig(
                List.of(endpoint),
                caFile,
                64,
                4 << 20,
                Duration.ofMillis(1),
                Duration.ofMillis(20),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                3);
        Publisher publisher = new Publisher(config, spool, new NoDrops());
        publisher.start();
        return publisher;
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private final class Keep implements BatchSink {
        @Override
        public void accept(EventBatch batch, long receivedEpochNs) {
            kept.add(batch.getSequence());
        }

        @Override
        public void close() {}
    }

    private static final class NoDrops implements SpoolListener {
        @Override
        public void onDropped(DirectBuffer batch, int offset, int length, DropReason reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void onCorrupt(long count) {
            throw new AssertionError("corrupt: " + count);
        }
    }
}
