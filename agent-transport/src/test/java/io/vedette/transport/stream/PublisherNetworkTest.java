package io.vedette.transport.stream;

import static io.vedette.transport.TestBatches.append;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.ThreadLeaks;
import io.vedette.transport.compress.Encoding;
import io.vedette.transport.endpoint.BatchSink;
import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.MemorySpool;
import io.vedette.transport.spool.SpoolListener;
import io.vedette.v1.EventBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ThreadLeaks.class)
final class PublisherNetworkTest {

    private static final Duration LONG = Duration.ofSeconds(20);

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
                Publisher publisher = publisher(proxy.endpoint())) {
            assertThat(publisher.close(LONG).batches())
                    .as("seed %d, %s", seed, publisher.status())
                    .isZero();
            assertThat(proxy.connections()).isGreaterThan(5);
        }

        assertThat(kept).as("seed %d", seed).containsExactlyElementsOf(upTo(500));
    }

    private Publisher publisher(Endpoint endpoint) {
        Publisher publisher =
                new Publisher(Delivery.config(endpoint).with(List.of(Encoding.NONE)), spool, new NoDrops());
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
            // What was not to be delivered goes with its spool.
            assertThat(reason).isEqualTo(DropReason.ENDED);
        }

        @Override
        public void onCorrupt(long count) {
            throw new AssertionError("corrupt: " + count);
        }
    }
}
