package io.vedette.transport.endpoint;

import io.vedette.v1.EventBatch;
import io.vedette.v1.Rejection;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.concurrent.EpochNanoClock;

/// Takes batches one at a time, of all streams: drops repeats, hands the rest to the sink. Its lock is the
/// order of the sink's output.
final class Intake {

    private static final long NEVER = 0;

    private final BatchSink sink;
    private final EpochNanoClock clock;
    private final Consumer<String> log;
    private final Deduplicator deduplicator;

    /// Of each instance with batches that are not durable yet: the last one that is.
    private final Map<AgentInstance, Long> durable = new HashMap<>();

    private boolean closed;
    private long batches;
    private long events;
    private long duplicates;
    private long malformed;
    private long tooLarge;
    private long failed;
    private long streams;

    Intake(BatchSink sink, int maxInstances, EpochNanoClock clock, Consumer<String> log) {
        this.sink = sink;
        this.clock = clock;
        this.log = log;
        this.deduplicator = new Deduplicator(maxInstances);
        for (Map.Entry<AgentInstance, Long> entry : sink.accepted().entrySet()) {
            deduplicator.accepted(entry.getKey(), entry.getValue());
        }
    }

    /// Takes a batch, or knows it already: either way it can be acknowledged after the next [#sync()].
    ///
    /// @throws IOException the sink could not take it, or is closed
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
            fail("a batch could not be kept: " + e.getMessage());
            throw e;
        } catch (RuntimeException | OutOfMemoryError fault) {
            // The stream has to end here: were batches behind this one taken, it would count as a repeat of them.
            fail("a batch could not be kept: " + fault);
            throw new IOException(fault.toString(), fault);
        }
        durable.putIfAbsent(instance, deduplicator.last(instance, NEVER));
        deduplicator.accepted(instance, batch.getSequence());
        batches++;
        events += batch.getEventsCount();
    }

    /// Makes durable what was taken. If that fails, it counts as never taken.
    synchronized void sync() throws IOException {
        if (closed) {
            throw new IOException("endpoint is stopping");
        }
        try {
            sink.sync();
        } catch (IOException e) {
            durable.forEach(deduplicator::restore);
            fail("batches could not be kept: " + e.getMessage());
            throw e;
        } finally {
            durable.clear();
        }
    }

    synchronized void onMalformed(String reason) {
        malformed++;
        say(malformed, "ended a stream, malformed batch: " + reason);
    }

    synchronized void onRefused(Inbound.Refused refused) {
        long count = refused.reason() == Rejection.Reason.REASON_TOO_LARGE ? ++tooLarge : ++malformed;
        String instance = HexFormat.of().formatHex(refused.instanceId().toByteArray());
        say(count, "refused batch " + refused.sequence() + " of " + instance + ": " + refused.message());
    }

    synchronized void onStream() {
        streams++;
    }

    synchronized IngestCounters counters() {
        return new IngestCounters(batches, events, duplicates, malformed, failed, streams, tooLarge);
    }

    /// Waits for the batch in hand; none is taken afterwards.
    synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            sink.close();
        }
    }

    private void fail(String sentence) {
        failed++;
        say(failed, sentence);
    }

    /// The first, and then ever more rarely: who sends garbage does not fill the log.
    private void say(long count, String sentence) {
        if (Long.bitCount(count) == 1) {
            log.accept(sentence + " (" + count + " so far)");
        }
    }
}
