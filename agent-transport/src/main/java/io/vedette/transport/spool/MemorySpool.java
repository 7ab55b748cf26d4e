package io.vedette.transport.spool;

import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// A spool in memory, for when there is no disk to write to: nothing survives the process.
///
/// Each batch is copied into an array of its own. When the quota would be exceeded, the oldest batch goes,
/// whether it was read or not.
public final class MemorySpool implements Spool {

    private final long quotaBytes;
    private final SpoolListener listener;
    private final ArrayDeque<Batch> unread = new ArrayDeque<>();
    private final ArrayDeque<Batch> read = new ArrayDeque<>();
    private final UnsafeBuffer view = new UnsafeBuffer();
    private long next;
    private long bytes;
    private boolean closed;

    /// @param quotaBytes of all batches together
    /// @param listener told of every batch that goes undelivered
    public MemorySpool(long quotaBytes, SpoolListener listener) {
        this.quotaBytes = quotaBytes;
        this.listener = listener;
    }

    @Override
    public synchronized long append(DirectBuffer batch, int offset, int length) {
        if (closed) {
            return CLOSED;
        }
        batch.boundsCheck(offset, length);
        if (length > quotaBytes) {
            return TOO_LARGE;
        }
        while (bytes + length > quotaBytes) {
            dropOldest();
        }
        byte[] copy = new byte[length];
        batch.getBytes(offset, copy);
        unread.add(new Batch(next, copy));
        bytes += length;
        return next++;
    }

    @Override
    public synchronized boolean read(SpoolReader reader) {
        Batch batch = unread.poll();
        if (batch == null) {
            return false;
        }
        read.add(batch);
        view.wrap(batch.bytes());
        reader.onBatch(batch.position(), view, 0, batch.bytes().length);
        return true;
    }

    @Override
    public synchronized void rewind() {
        for (Batch batch = read.pollLast(); batch != null; batch = read.pollLast()) {
            unread.addFirst(batch);
        }
    }

    @Override
    public synchronized void ack(long position) {
        release(read, position);
        release(unread, position);
    }

    @Override
    public synchronized long waitingBatches() {
        return (long) read.size() + unread.size();
    }

    @Override
    public synchronized long waitingBytes() {
        return bytes;
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public synchronized void close() {
        closed = true;
        read.clear();
        unread.clear();
        bytes = 0;
    }

    private void release(ArrayDeque<Batch> batches, long position) {
        for (Batch first = batches.peek(); first != null && first.position() <= position; first = batches.peek()) {
            bytes -= first.bytes().length;
            batches.remove();
        }
    }

    private void dropOldest() {
        @Nullable Batch oldest = read.poll();
        if (oldest == null) {
            oldest = unread.remove();
        }
        bytes -= oldest.bytes().length;
        view.wrap(oldest.bytes());
        listener.onDropped(view, 0, oldest.bytes().length, DropReason.SPOOL_FULL);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Batch(long position, byte[] bytes) {}
}
