package io.vedette.bench.load;

import io.vedette.transport.endpoint.BatchSink;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventKind;
import io.vedette.v1.Loss;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// Counts what arrives, how late it was and what was said to be lost. One thread writes, any reads.
///
/// How late it was is asked of opens that may write, which the load makes for that. Those that only read may be told
/// together, up to a second after the last of them.
final class Sink implements BatchSink {

    private static final int O_RDWR = 2;
    private static final long LONGEST_NS = 600_000_000_000L;

    private final Map<EventKind, Long> received = new EnumMap<>(EventKind.class);
    private final Map<EventKind, Long> lost = new EnumMap<>(EventKind.class);
    private final Histogram latencies = new Histogram(LONGEST_NS, 3);
    private long batchBytes;
    private long firstEventNs;

    @Override
    public synchronized void accept(EventBatch batch, long receivedEpochNs) {
        batchBytes += batch.getSerializedSize();
        if (firstEventNs == 0 && batch.getEventsCount() > 0) {
            firstEventNs = receivedEpochNs;
        }
        for (Event event : batch.getEventsList()) {
            EventKind kind = EventKind.forNumber(event.getDetailCase().getNumber());
            long count = event.hasOpen() ? Math.max(1, event.getOpen().getCount()) : 1;
            received.merge(kind, count, Long::sum);
            if ((event.getOpen().getFlags() & O_RDWR) != 0) {
                long latencyNs = receivedEpochNs - batch.getBaseTimeNs() - event.getTimeOffsetNs();
                latencies.recordValue(Math.clamp(latencyNs, 0, LONGEST_NS));
            }
        }
        for (Loss loss : batch.getLossesList()) {
            lost.merge(loss.getKind(), loss.getCount(), Long::sum);
        }
    }

    synchronized void reset() {
        received.clear();
        lost.clear();
        latencies.reset();
        batchBytes = 0;
        firstEventNs = 0;
    }

    /// A line of `name=value` pairs.
    synchronized String report() {
        StringBuilder line = new StringBuilder();
        line.append("first_event_ns=")
                .append(firstEventNs)
                .append(" batch_bytes=")
                .append(batchBytes);
        received.forEach((kind, count) ->
                line.append(" received.").append(name(kind)).append('=').append(count));
        lost.forEach((kind, count) ->
                line.append(" lost.").append(name(kind)).append('=').append(count));
        for (String percentile : SinkReport.PERCENTILES) {
            line.append(" p")
                    .append(percentile)
                    .append('=')
                    .append(latencies.getValueAtPercentile(Double.parseDouble(percentile)));
        }
        return line.toString();
    }

    private static String name(EventKind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public void close() {}
}
