package io.vedette.transport.spool;

import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// A spool in memory, for when there is no disk to write to: nothing survives the process,
/// and what is left when it is closed is reported.
///
/// Each batch is copied into an array of its own. When the quota would be exceeded, the oldest batch goes,
/// whether it was read or not.
public final class MemorySpool implements Spool {

    private static final UnsafeBuffer NO_NOTE = new UnsafeBuffer(new byte[0]);

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
        this(quotaBytes, listener, 0);
    }

    /// @param firstPosition that of the first batch
    MemorySpool(long quotaBytes, SpoolListener listener, long firstPosition) {
        this.quotaBytes = quotaBytes;
        this.listener = listener;
        this.next = firstPosition;
    }

    @Override
    public long append(DirectBuffer batch, int offset, int length) {
        return append(batch, offset, length, NO_NOTE, 0, 0);
    }

    @Override
    public synchronized long append(
            DirectBuffer batch, int offset, int length, DirectBuffer note, int noteOffset, int noteLength) {
        if (closed) {
            return CLOSED;
        }
        batch.boundsCheck(offset, length);
        if (length + noteLength > quotaBytes) {
            return TOO_LARGE;
        }
        while (bytes + length + noteLength > quotaBytes) {
            dropOldest(DropReason.SPOOL_FULL);
        }
        byte[] copy = new byte[length + noteLength];
        batch.getBytes(offset, copy, 0, length);
        note.getBytes(noteOffset, copy, length, noteLength);
        unread.add(new Batch(next, copy, length));
        bytes += copy.length;
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
        reader.onBatch(batch.position(), view, 0, batch.length());
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

    /// Reports what is left as dropped.
    @Override
    public synchronized void close() {
        closed = true;
        while (waitingBatches() > 0) {
            dropOldest(DropReason.ENDED);
        }
    }

    /// Whether batches were read that are neither acknowledged nor rewound.
    synchronized boolean isInFlight() {
        return !read.isEmpty();
    }

    /// Moves batches to another spool, oldest first. To be called when none is in flight.
    ///
    /// @return whether none is left
    synchronized boolean moveTo(Spool other) {
        for (Batch batch = unread.peek(); batch != null; batch = unread.peek()) {
            view.wrap(batch.bytes());
            long position = other.append(view, 0, batch.length(), view, batch.length(), batch.noteLength());
            if (position < 0) {
                return false;
            }
            bytes -= batch.bytes().length;
            unread.remove();
        }
        return true;
    }

    private void release(ArrayDeque<Batch> batches, long position) {
        for (Batch first = batches.peek(); first != null && first.position() <= position; first = batches.peek()) {
            bytes -= first.bytes().length;
            batches.remove();
        }
    }

    private void dropOldest(DropReason reason) {
        @Nullable Batch oldest = read.poll();
        if (oldest == null) {
            oldest = unread.remove();
        }
        bytes -= oldest.bytes().length;
        view.wrap(oldest.bytes());
        listener.onDropped(view, 0, oldest.length(), reason);
    }

    /// @param bytes the batch, and its note behind it
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Batch(long position, byte[] bytes, int length) {

        int noteLength() {
            return bytes.length - length;
        }
    }
}
