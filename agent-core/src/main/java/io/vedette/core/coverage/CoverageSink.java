package io.vedette.core.coverage;

import io.vedette.transport.endpoint.AgentInstance;
import io.vedette.transport.endpoint.BatchSink;
import io.vedette.v1.EventBatch;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Looks at the batches that go into another sink. Neither slows them nor fails them: what finds no
/// room is counted, and the next heartbeat tells it again.
public final class CoverageSink implements BatchSink {

    private static final int WAITING = 4096;

    private final BatchSink sink;
    private final BlockingQueue<Sighting> seen = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong lost = new AtomicLong();

    public CoverageSink(BatchSink sink) {
        this.sink = sink;
    }

    @Override
    public void accept(EventBatch batch, long receivedEpochNs) throws IOException {
        sink.accept(batch, receivedEpochNs);
        try {
            if (!seen.offer(Sightings.of(batch, receivedEpochNs))) {
                lost.incrementAndGet();
            }
        } catch (RuntimeException fault) {
            lost.incrementAndGet();
        }
    }

    /// What was seen and not taken yet, oldest first. One thread takes it.
    BlockingQueue<Sighting> seen() {
        return seen;
    }

    /// How many found no room.
    long lost() {
        return lost.get();
    }

    @Override
    public void sync() throws IOException {
        sink.sync();
    }

    @Override
    public Map<AgentInstance, Long> accepted() {
        return sink.accepted();
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
