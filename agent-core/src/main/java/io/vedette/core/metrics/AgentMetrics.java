package io.vedette.core.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.ring.ContainerRing;
import io.vedette.core.ring.RingPool;
import io.vedette.core.telemetry.ErrorLog;
import io.vedette.core.telemetry.HealthReport;
import io.vedette.core.telemetry.HealthState;
import io.vedette.core.telemetry.IssueCode;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.stream.PublisherStatus;
import java.util.function.Supplier;

/// All that the agent counts, read from where it is counted when somebody asks. One thread, the server's.
public final class AgentMetrics implements MultiCollector {

    /// Containers that are told by their id.
    static final int MAX_CONTAINERS = 64;

    private final Sources sources;
    private final EventMetrics events;

    /// Where the numbers are.
    ///
    /// @param version of the agent
    public record Sources(
            String version,
            ContainerTable containers,
            Supplier<PublisherStatus> delivery,
            Spool spool,
            RingPool rings,
            ErrorLog errors,
            Supplier<HealthReport> health) {}

    public AgentMetrics(Sources sources) {
        this.sources = sources;
        events = new EventMetrics(sources.containers(), MAX_CONTAINERS);
    }

    public String contentType() {
        return Exposition.contentType();
    }

    /// In Prometheus' text format.
    public String text() {
        return Exposition.text(collect());
    }

    @Override
    public MetricSnapshots collect() {
        Samples samples = new Samples();
        events.collect(samples);
        delivery(samples, sources.delivery().get());
        spool(samples, sources.spool());
        health(samples, sources.health().get());
        rings(samples, sources.rings());
        process(samples);
        return samples.snapshots();
    }

    private static void delivery(Samples samples, PublisherStatus status) {
        samples.counter("vedette_batches_sent", "Batches sent, repeats included", status.sentBatches());
        samples.counter("vedette_batches_acknowledged", "Batches acknowledged", status.acknowledgedBatches());
        samples.counter(
                "vedette_batches_rejected", "Batches that endpoints refused for good", status.rejectedBatches());
        samples.counter("vedette_acks_ignored", "Acknowledgements unknown or repeated", status.ignoredAcks());
        samples.counter("vedette_batch_bytes", "Bytes of batches sent, before compression", status.batchBytes());
        samples.counter("vedette_wire_bytes", "The same, after it", status.wireBytes());
        samples.counter("vedette_streams", "Streams that an endpoint took", status.streams());
        samples.gauge("vedette_connected", "Whether an endpoint has taken the stream", status.connected() ? 1 : 0);
        samples.gauge("vedette_batches_in_flight", "Batches sent and not acknowledged", status.inFlightBatches());
        samples.gauge(
                "vedette_delivery_error_repeats", "How often the last error came in a row", status.lastErrorCount());
        samples.gauge(
                "vedette_last_ack_timestamp_seconds",
                "Unix time of the last acknowledgement",
                status.lastAckNs() / 1e9);
    }

    private static void spool(Samples samples, Spool spool) {
        samples.gauge("vedette_spool_batches", "Batches that wait for an acknowledgement", spool.waitingBatches());
        samples.gauge("vedette_spool_bytes", "Bytes of the batches that wait", spool.waitingBytes());
        samples.gauge("vedette_spool_durable", "Whether batches survive a restart", spool.isDurable() ? 1 : 0);
    }

    private static void health(Samples samples, HealthReport report) {
        StateSetSnapshot.StateSetDataPointSnapshot.Builder states =
                StateSetSnapshot.StateSetDataPointSnapshot.builder();
        for (HealthState state : HealthState.values()) {
            states.state(state.text(), state == report.state());
        }
        samples.add(StateSetSnapshot.builder()
                .name("vedette_health")
                .help("How the agent is")
                .dataPoint(states.build())
                .build());
        for (IssueCode code : IssueCode.values()) {
            boolean has = report.issues().stream().anyMatch(issue -> issue.code() == code);
            samples.gauge("vedette_issue", "Whether this is wrong at the moment", has ? 1 : 0, "code", code.name());
        }
        samples.gauge("vedette_processes", "Processes known", report.processes());
        samples.gauge("vedette_containers", "Containers known", report.containers());
        samples.gauge("vedette_uptime_seconds", "Time since the start, suspend included", report.upTimeNs() / 1e9);
        samples.gauge("process_resident_memory_bytes", "Resident memory of the agent", report.residentBytes());
    }

    private static void rings(Samples samples, RingPool rings) {
        int used = 0;
        long waiting = 0;
        long fullest = 0;
        for (int place = 0; place < rings.capacity(); place++) {
            ContainerRing ring = rings.get(place);
            if (ring != null) {
                used++;
                waiting += ring.waitingBytes();
                fullest = Math.max(fullest, ring.waitingBytes());
            }
        }
        samples.gauge("vedette_rings", "Rings of containers", used);
        samples.gauge("vedette_ring_waiting_bytes", "Bytes in the containers' rings", waiting);
        samples.gauge("vedette_ring_fullest_bytes", "Bytes in the fullest of the containers' rings", fullest);
    }

    private void process(Samples samples) {
        sources.errors()
                .byCause()
                .forEach((cause, count) ->
                        samples.counter("vedette_errors", "Faults that were caught", count, "cause", cause));
        Exposition.process(samples, sources.version());
    }
}
