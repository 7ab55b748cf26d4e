package io.vedette.core.chaos;

import io.vedette.transport.endpoint.AgentInstance;
import io.vedette.transport.endpoint.BatchSink;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Loss;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Counts what arrives of the task's apps instead of keeping it: in an hour it would be too much.
///
/// The endpoint's thread counts; everybody may read. It outlives its endpoint, and knows what the earlier one took.
final class SoakTally implements BatchSink {

    private static final String PROGRAM = "/bin/chaos";

    private final Map<String, Long> received = new HashMap<>();
    private final Map<String, Long> lost = new HashMap<>();
    private final Map<AgentInstance, Long> highest = new HashMap<>();
    private long events;

    /// Of what the app itself did, not the runtime before it.
    synchronized long received(String containerId, String kind) {
        return received.getOrDefault(containerId + " " + kind, 0L);
    }

    /// Of the whole container.
    synchronized long lost(String containerId, String kind) {
        return lost.getOrDefault(containerId + " " + kind, 0L);
    }

    /// Of all containers and the host.
    synchronized long events() {
        return events;
    }

    @Override
    public synchronized Map<AgentInstance, Long> accepted() {
        return Map.copyOf(highest);
    }

    @Override
    public synchronized void accept(EventBatch batch, long receivedEpochNs) {
        ByteBuffer id = batch.getInstanceId().asReadOnlyByteBuffer();
        highest.merge(new AgentInstance(id.getLong(), id.getLong()), batch.getSequence(), Math::max);
        events += batch.getEventsCount();
        for (Event event : batch.getEventsList()) {
            if (isOfApp(batch, event)) {
                long count = event.hasOpen() ? event.getOpen().getCount() : 1;
                received.merge(
                        key(batch, event.getContainer(), event.getDetailCase().name()), count, Long::sum);
            }
        }
        for (Loss loss : batch.getLossesList()) {
            lost.merge(key(batch, loss.getContainer(), loss.getKind().name()), loss.getCount(), Long::sum);
        }
    }

    private static boolean isOfApp(EventBatch batch, Event event) {
        boolean isProgram = batch.getProcesses(event.getProcess())
                .getBinary()
                .toStringUtf8()
                .equals(PROGRAM);
        return isProgram
                && switch (event.getDetailCase()) {
                    case OPEN -> isTemporary(event.getOpen().getPath().toStringUtf8());
                    case WRITE -> isTemporary(event.getWrite().getPath().toStringUtf8());
                    case CLOSE_WRITE ->
                        isTemporary(event.getCloseWrite().getPath().toStringUtf8());
                    case UNLINK -> isTemporary(event.getUnlink().getPath().toStringUtf8());
                    default -> true;
                };
    }

    /// Its standard output is a file of the host's, deeper down.
    private static boolean isTemporary(String path) {
        return path.startsWith("/tmp/") && path.indexOf('/', "/tmp/".length()) < 0;
    }

    private static String key(EventBatch batch, int container, String kind) {
        return batch.getContainers(container).getId() + " " + kind.toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {}
}
