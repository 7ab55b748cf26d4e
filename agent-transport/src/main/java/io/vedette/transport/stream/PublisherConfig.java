package io.vedette.transport.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How batches are delivered.
///
/// @param endpoints tried in this order, the first again after each stream that worked
/// @param caFile certificates to trust in place of the system's, PEM; null for the system's
/// @param windowBatches sent and not yet acknowledged, at most
/// @param windowBytes the same in bytes; one batch is always allowed
/// @param backoffMin upper bound of the first random wait between attempts, doubled each time
/// @param backoffMax upper bound of any wait between attempts
/// @param connectTimeout for an endpoint to take the stream
/// @param ackTimeout without any acknowledgement while batches are in flight; then the stream is given up
/// @param keepalive between HTTP/2 pings on a quiet connection
/// @param rejectionsUntilDropped how often the same batch may be refused as malformed before it is given up
public record PublisherConfig(
        List<Endpoint> endpoints,
        @Nullable Path caFile,
        int windowBatches,
        int windowBytes,
        Duration backoffMin,
        Duration backoffMax,
        Duration connectTimeout,
        Duration ackTimeout,
        Duration keepalive,
        int rejectionsUntilDropped) {

    public static PublisherConfig defaults(List<Endpoint> endpoints) {
        return new PublisherConfig(
                endpoints,
                null,
                64,
                4 << 20,
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                3);
    }

    public PublisherConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty() || windowBatches < 1 || windowBytes < 1 || rejectionsUntilDropped < 1) {
            throw new IllegalArgumentException("publisher settings do not fit: endpoints=" + endpoints
                    + " windowBatches=" + windowBatches + " windowBytes=" + windowBytes + " rejectionsUntilDropped="
                    + rejectionsUntilDropped);
        }
    }

    /// The same, trusting only the certificates of a file.
    public PublisherConfig withCaFile(Path file) {
        return new PublisherConfig(
                endpoints,
                file,
                windowBatches,
                windowBytes,
                backoffMin,
                backoffMax,
                connectTimeout,
                ackTimeout,
                keepalive,
                rejectionsUntilDropped);
    }

    /// The same with another bound for the time without acknowledgements.
    public PublisherConfig withAckTimeout(Duration timeout) {
        return new PublisherConfig(
                endpoints,
                caFile,
                windowBatches,
                windowBytes,
                backoffMin,
                backoffMax,
                connectTimeout,
                timeout,
                keepalive,
                rejectionsUntilDropped);
    }
}
