package io.vedette.transport.stream;

/// The batches that were sent on the present stream and are not acknowledged, oldest first.
///
///     oldest ─► │ position, bytes, instance, sequence │ … │ ◄─ newest        at most `batches` of them, `bytes` in sum
///
/// The sender's thread owns it. It never grows: when there is no room, nothing more is sent.
final class AckWindow {

    /// In place of a position: the acknowledgement names no batch that is in flight.
    static final long UNKNOWN = -1;

    private final int capacity;
    private final long maxBytes;
    private final long[] positions;
    private final long[] instanceHighs;
    private final long[] instanceLows;
    private final long[] sequences;
    private final int[] lengths;
    private int oldest;
    private int size;
    private long bytes;
    private long before = UNKNOWN;

    AckWindow(int batches, long bytes) {
        capacity = batches;
        maxBytes = bytes;
        positions = new long[batches];
        instanceHighs = new long[batches];
        instanceLows = new long[batches];
        sequences = new long[batches];
        lengths = new int[batches];
    }

    int size() {
        return size;
    }

    /// Whether another batch may be sent. Its length is not known before: the sum may pass the bound by one
    /// batch.
    boolean hasRoom() {
        return size < capacity && bytes < maxBytes;
    }

    /// Whether most of it is free: acknowledgements need not be hurried.
    boolean hasMuchRoom() {
        return size < capacity / 4 && bytes < maxBytes / 4;
    }

    void add(long position, long instanceHigh, long instanceLow, long sequence, int length) {
        if (size == capacity) {
            throw new IllegalStateException("window is full: size=" + size);
        }
        int slot = slot(size);
        positions[slot] = position;
        instanceHighs[slot] = instanceHigh;
        instanceLows[slot] = instanceLow;
        sequences[slot] = sequence;
        lengths[slot] = length;
        size++;
        bytes += length;
    }

    /// Takes out a batch and all that were sent before it.
    ///
    /// @return the position of the batch, or [#UNKNOWN]
    long acknowledge(Ack ack) {
        for (int i = 0; i < size; i++) {
            int slot = slot(i);
            if (sequences[slot] == ack.sequence()
                    && instanceHighs[slot] == ack.instanceHigh()
                    && instanceLows[slot] == ack.instanceLow()) {
                long position = positions[slot];
                before = i == 0 ? UNKNOWN : positions[slot(i - 1)];
                removeOldest(i + 1);
                return position;
            }
        }
        return UNKNOWN;
    }

    /// Of those that the last acknowledgement took out, the position of the last one before the batch that it
    /// named, or [#UNKNOWN].
    long positionBefore() {
        return before;
    }

    /// The position of the newest batch, or [#UNKNOWN] if there is none.
    long newestPosition() {
        return size == 0 ? UNKNOWN : positions[slot(size - 1)];
    }

    /// The position of the oldest batch, or [#UNKNOWN] if there is none.
    long oldestPosition() {
        return size == 0 ? UNKNOWN : positions[oldest];
    }

    void clear() {
        size = 0;
        bytes = 0;
    }

    private void removeOldest(int count) {
        for (int i = 0; i < count; i++) {
            bytes -= lengths[oldest];
            oldest = slot(1);
        }
        size -= count;
    }

    private int slot(int fromOldest) {
        int slot = oldest + fromOldest;
        return slot < capacity ? slot : slot - capacity;
    }
}
