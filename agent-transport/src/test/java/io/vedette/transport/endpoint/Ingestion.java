package io.vedette.transport.endpoint;

import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.MemorySpool;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.spool.SpoolListener;
import io.vedette.transport.stream.Endpoint;
import io.vedette.transport.stream.Publisher;
import io.vedette.transport.stream.PublisherConfig;
import io.vedette.transport.stream.Retry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;

/// A spool with what was dropped of it, and the publishers and endpoints between which a test has it delivered.
final class Ingestion {

    static final Duration LONG = Duration.ofSeconds(20);

    /// Reasons of what was dropped, or "corrupt".
    final List<String> dropped = Collections.synchronizedList(new ArrayList<>());

    final Spool spool = new MemorySpool(64 << 20, drops());

    static IngestServer start(int port, BatchSink sink) throws IOException {
        return IngestServer.start(IngestConfig.plaintext("127.0.0.1", port), sink);
    }

    static IngestServer toFile(int port, Path file) throws IOException {
        return start(port, new JsonLinesFile(new JsonLines(), file, 100));
    }

    /// Delivers the spool to a server.
    ///
    /// @return batches that are left
    long publishAll(int port) {
        try (Publisher publisher = publisher(port)) {
            return publisher.close(LONG).batches();
        }
    }

    Publisher publisher(int port) {
        return publisher(spool, port);
    }

    Publisher publisher(Spool from, int port) {
        PublisherConfig config = PublisherConfig.defaults(List.of(new Endpoint("127.0.0.1", port, false)))
                .with(new Retry(Duration.ofMillis(5), Duration.ofMillis(50), 3));
        Publisher publisher = new Publisher(config, from, drops());
        publisher.start();
        return publisher;
    }

    SpoolListener drops() {
        return new Drops();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    abstract static class Sink implements BatchSink {
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
