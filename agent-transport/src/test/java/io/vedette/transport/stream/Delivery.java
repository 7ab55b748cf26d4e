package io.vedette.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.Waiting;
import io.vedette.transport.endpoint.BatchSink;
import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.MemorySpool;
import io.vedette.transport.spool.SpoolListener;
import io.vedette.transport.tls.Engine;
import io.vedette.v1.EventBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/// A spool, what was said, what arrived, and the publishers and endpoints of a test, which it closes.
final class Delivery {

    static final Duration LONG = Duration.ofSeconds(20);

    final MemorySpool spool = new MemorySpool(64 << 20, new NoDrops());
    final List<Long> kept = Collections.synchronizedList(new ArrayList<>());
    final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final List<AutoCloseable> opened = new ArrayList<>();

    static PublisherConfig config(Endpoint... endpoints) {
        return PublisherConfig.defaults(List.of(endpoints))
                .with(new Retry(Duration.ofMillis(1), Duration.ofMillis(20), 3));
    }

    static Timeouts timeouts(Duration connect, Duration ack) {
        return new Timeouts(connect, ack, Duration.ofSeconds(30), Duration.ofMillis(50), Duration.ofMinutes(5));
    }

    Publisher start(PublisherConfig config) {
        return start(config, Engine.best());
    }

    Publisher start(PublisherConfig config, Engine engine) {
        NetworkStack best = NetworkStack.ofThisMachine();
        Publisher publisher = new Publisher(
                config,
                new NetworkStack(best.epoll(), engine, best.zstd()),
                spool,
                new NoDrops(),
                said::add,
                SystemNanoClock.INSTANCE,
                new SystemEpochNanoClock(),
                RandomGenerator.getDefault(),
                ConnectListener.NONE);
        opened.add(publisher);
        publisher.start();
        return publisher;
    }

    IngestServer serve(IngestConfig config) throws Exception {
        IngestServer server = IngestServer.start(config, new Keep(), said::add);
        opened.addFirst(server);
        return server;
    }

    <T extends AutoCloseable> T opened(T one) {
        opened.addFirst(one);
        return one;
    }

    /// Waits for the sentence of the last failure.
    static String failure(Publisher publisher) throws InterruptedException {
        Waiting.until(() -> publisher.status().lastErrorCount() > 0, publisher::status);
        return publisher.status().lastError();
    }

    static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    /// Publishers first, in whose place the endpoints' ends would be failures.
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        spool.close();
    }

    private final class Keep implements BatchSink {
        @Override
        public void accept(EventBatch batch, long receivedEpochNs) {
            kept.add(batch.getSequence());
        }

        @Override
        public void close() {}
    }

    static final class NoDrops implements SpoolListener {
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
