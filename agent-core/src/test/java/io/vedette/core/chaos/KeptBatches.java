package io.vedette.core.chaos;

import io.vedette.transport.endpoint.AgentInstance;
import io.vedette.transport.endpoint.BatchSink;
import io.vedette.v1.EventBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an endpoint keeps: in memory, and not looked into before somebody asks, so that it costs next to nothing while
/// the app is being asked. Any thread may use it.
final class KeptBatches implements BatchSink {

    private final TaskLines.Collector lines;
    /// As they came: parsed they would be ten times as large, which a flood of minutes leaves no room for.
    private final List<byte[]> unread = new ArrayList<>();
    private final Map<AgentInstance, Long> accepted = new HashMap<>();

    /// @param taskId of which it keeps the events
    KeptBatches(String taskId) {
        lines = new TaskLines.Collector(taskId);
    }

    synchronized TaskLines lines() throws IOException {
        for (byte[] batch : unread) {
            lines.add(EventBatch.parseFrom(batch));
        }
        unread.clear();
        return lines.sofar();
    }

    @Override
    public synchronized Map<AgentInstance, Long> accepted() {
        return Map.copyOf(accepted);
    }

    @Override
    public synchronized void accept(EventBatch batch, long receivedEpochNs) {
        accepted.merge(instance(batch), batch.getSequence(), Math::max);
        unread.add(batch.toByteArray());
    }

    /// For endpoints that don't look for repeats themselves.
    ///
    /// @return whether it is a repeat, which is left out
    synchronized boolean acceptOnce(EventBatch batch) {
        boolean repeated = batch.getSequence() <= accepted.getOrDefault(instance(batch), 0L);
        if (!repeated) {
            accept(batch, 0);
        }
        return repeated;
    }

    private static AgentInstance instance(EventBatch batch) {
        ByteBuffer id = batch.getInstanceId().asReadOnlyByteBuffer();
        return new AgentInstance(id.getLong(), id.getLong());
    }

    @Override
    public void close() {}
}
