package io.vedette.transport.endpoint;

import io.vedette.v1.EventBatch;
import java.io.IOException;
import java.util.Map;

/// Where an endpoint puts the batches that it takes. One batch is handed over at a time, by one thread.
public interface BatchSink extends AutoCloseable {

    /// Takes a batch. It is acknowledged after the next [#sync()].
    ///
    /// @param batch checked: every position in it is in range, and it was not accepted before
    /// @param receivedEpochNs nanoseconds of the Unix epoch
    /// @throws IOException it could not be kept; the stream ends with UNAVAILABLE and the agent sends it
    ///     again
    void accept(EventBatch batch, long receivedEpochNs) throws IOException;

    /// Makes everything durable that was accepted.
    ///
    /// @throws IOException it is not: what was accepted since the last time counts as not accepted, and will
    ///     come again
    default void sync() throws IOException {}

    /// The highest sequence of each agent instance that is already kept, from earlier runs. Asked for once,
    /// at the start.
    default Map<AgentInstance, Long> accepted() {
        return Map.of();
    }

    /// Releases what the sink holds. What was accepted is kept.
    @Override
    void close() throws IOException;
}
