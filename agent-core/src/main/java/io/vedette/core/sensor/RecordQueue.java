package io.vedette.core.sensor;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.HookCount;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.event.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jspecify.annotations.Nullable;

/// Records on their way from a sensor's thread to the drain: bounded, and what finds no room is counted by kind.
///
/// One thread offers, one polls and waits; anybody may read the counts. Nothing here makes objects. Bytes that are
/// offered are copied; those that are polled are lent until the handler returns.
public final class RecordQueue {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int KINDS = 256;
    private static final int CAPACITY = 512 * 1024;

    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH)));
    private final AtomicLongArray lost = new AtomicLongArray(KINDS);
    private final AtomicLongArray noState = new AtomicLongArray(KINDS);
    private final HookCount row = new HookCount();
    private RecordHandler reader = (buffer, offset, length) -> {};
    private final MessageHandler passing = (kind, buffer, offset, length) -> reader.onRecord(buffer, offset, length);
    private volatile @Nullable Thread sleeper;

    /// Takes one record.
    public void offer(DirectBuffer buffer, int offset, int length) {
        int kind = buffer.getShort(offset + RecordLayout.KIND, ORDER);
        if (!ring.write(kind, buffer, offset, length)) {
            countLost(kind, 1);
            return;
        }
        Thread waiting = sleeper;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /// Counts what the kernel had no room for.
    ///
    /// @param kind 0: not known
    public void countLost(int kind, long count) {
        lost.setRelease(kind, lost.getPlain(kind) + count);
    }

    /// Counts what can't be told since there is no room to remember what it takes.
    public void countNoState(int kind) {
        noState.setRelease(kind, noState.getPlain(kind) + 1);
    }

    /// As [Sensor#poll].
    int poll(RecordHandler handler, int limit) {
        reader = handler;
        return ring.read(passing, limit);
    }

    /// As [Sensor#await].
    void await(int timeoutMs) {
        sleeper = Thread.currentThread();
        if (ring.size() == 0) {
            LockSupport.parkNanos(timeoutMs * 1_000_000L);
        }
        sleeper = null;
    }

    long waitingBytes() {
        return ring.size();
    }

    /// What was lost; records that are polled are counted by who polls them.
    void readCounts(CountHandler handler) {
        for (int kind = 0; kind < KINDS; kind++) {
            long full = lost.getAcquire(kind);
            long forgotten = noState.getAcquire(kind);
            if (full + forgotten > 0) {
                handler.onCount(CountHandler.NO_CGROUP, kind, row.set(full + forgotten, full, 0, forgotten, 0, 0));
            }
        }
    }
}
