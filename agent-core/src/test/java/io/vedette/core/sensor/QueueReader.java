package io.vedette.core.sensor;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.HookCount;
import io.vedette.core.event.RecordShape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Takes out of a queue what a source wrote.
public final class QueueReader {

    private final RecordQueue queue;

    public QueueReader(RecordQueue queue) {
        this.queue = queue;
    }

    /// Copies of the events that are in it; not what only says of processes what they are.
    public List<DetailFlyweight> events() {
        List<DetailFlyweight> events = new ArrayList<>();
        // One poll ends where the ring does.
        while (queue.waitingBytes() > 0) {
            queue.poll((buffer, offset, length) -> add(buffer, offset, length, events), Integer.MAX_VALUE);
        }
        return events;
    }

    private static void add(DirectBuffer buffer, int offset, int length, List<DetailFlyweight> events) {
        UnsafeBuffer copy = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        copy.putBytes(0, buffer, offset, length);
        RecordShape shape = RecordShape.of(new DetailFlyweight().wrap(copy, 0).kind());
        if (shape != null) {
            events.add(new DetailFlyweight().wrap(copy, 0, shape));
        }
    }

    /// What was counted as lost of a kind, of one sort.
    public long count(int kind, ToLongFunction<HookCount> which) {
        long[] total = {0};
        queue.readCounts((cgroup, counted, row) -> total[0] += counted == kind ? which.applyAsLong(row) : 0);
        return total[0];
    }
}
