package io.vedette.transport.endpoint;

import io.vedette.v1.EventBatch;
import java.io.IOException;
import java.util.Map;
import org.agrona.concurrent.EpochNanoClock;

/// Takes batches one at a time, of all streams: drops repeats, hands the rest to the sink. Its lock is the
/// order of the sink's output.
final class Intake {

    private final BatchSink sink;
    private final EpochNanoClock clock;
    private final Deduplicator deduplicator;
    private boolean closed;
    private long batches;
    private long events;
    private long duplicates;
    private long malformed;
    private long failed;
    private long streams;

    Intake(BatchSink sink, int maxInstances, EpochNanoClock clock) {
        this.sink = sink;
        this.clock = clock;
        this.deduplicator = new Deduplicator(maxInstances);
        for (Map.Entry<AgentInstance, Long> entry : sink.accepted().entrySet()) {
            deduplicator.accepted(entry.getKey(), entry.getValue());
        }
    }

    /// Keeps a batch, or knows it already: either way it can be acknowledged.
    ///
    /// @throws IOException the sink could not keep it, or is closed
    synchronized void take(Inbound.Valid inbound) throws IOException {
        if (closed) {
            throw new IOException("endpoint is stopping");
        }
        EventBatch batch = inbound.batch();
        AgentInstance instance = inbound.instance();
        if (deduplicator.isRepeat(instance, batch.getSequence())) {
            duplicates++;
            return;
        }
        try {
            sink.accept(batch, clock.nanoTime());
        } catch (IOException e) {
            failed++;
            throw e;
        }
        deduplicator.accepted(instance, batch.getSequence());
        batches++;
        events += batch.getEventsCount();
    }

    synchronized void onMalformed() {
        malformed++;
    }

    synchronized void onStream() {
        streams++;
    }

    synchronized IngestCounters counters() {
        return new IngestCounters(batches, events, duplicates, malformed, failed, streams);
    }

    /// Waits for the batch in hand; none is taken afterwards.
    synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            sink.close();
        }
    }
}
