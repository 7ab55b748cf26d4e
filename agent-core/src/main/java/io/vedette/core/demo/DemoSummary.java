package io.vedette.core.demo;

import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Loss;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// What an endpoint has received: counts by kind, losses by stage and reason, latency from the kernel to
/// here.
///
/// Guarded by its own lock: the endpoint's thread adds, a display's thread reads.
public final class DemoSummary {

    private static final long MAX_LATENCY_NS = 60_000_000_000L;

    private final Map<String, Long> receivedByKind = new TreeMap<>();
    private final Map<String, Long> lostByCause = new TreeMap<>();
    private final Histogram latencyNs = new Histogram(MAX_LATENCY_NS, 3);
    private long received;
    private long lost;

    /// One moment of it.
    ///
    /// @param lostByCause by `stage/reason`
    /// @param p50Ms median latency from the kernel's timestamp to the endpoint, milliseconds
    public record Snapshot(
            long received,
            Map<String, Long> receivedByKind,
            long lost,
            Map<String, Long> lostByCause,
            double p50Ms,
            double p99Ms,
            double maxMs) {}

    /// @param receivedEpochNs when the endpoint had the batch
    public synchronized void add(EventBatch batch, long receivedEpochNs) {
        for (Event event : batch.getEventsList()) {
            received++;
            receivedByKind.merge(EventLine.kindOf(event), 1L, Long::sum);
            long latency = receivedEpochNs - batch.getBaseTimeNs() - event.getTimeOffsetNs();
            latencyNs.recordValue(Math.clamp(latency, 0, MAX_LATENCY_NS));
        }
        for (Loss loss : batch.getLossesList()) {
            lost += loss.getCount();
            lostByCause.merge(causeOf(loss), loss.getCount(), Long::sum);
        }
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(
                received,
                Map.copyOf(receivedByKind),
                lost,
                Map.copyOf(lostByCause),
                latencyNs.getValueAtPercentile(50) / 1e6,
                latencyNs.getValueAtPercentile(99) / 1e6,
                latencyNs.getMaxValue() / 1e6);
    }

    /// `stage/reason`
    static String causeOf(Loss loss) {
        return lower(loss.getStage().name(), "LOSS_STAGE_") + "/"
                + lower(loss.getReason().name(), "LOSS_REASON_");
    }

    private static String lower(String name, String prefix) {
        return name.substring(name.startsWith(prefix) ? prefix.length() : 0).toLowerCase(java.util.Locale.ROOT);
    }
}
