package io.vedette.core.ring;

import io.vedette.core.event.Kinds;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/// The records of one container (or of several, when there are more containers than rings) between the drain
/// and the ship: bounded, lock-free, first in first out.
///
/// ```
///    0  reference of the process image    8  container index   12  unused   16  the record
/// ```
///
/// **Threads.** One producer, the drain; one consumer, the ship. When it is full, [#offer] says so and
/// changes nothing: the drain counts the loss. It never blocks and allocates nothing.
public final class ContainerRing {

    private static final int CONTAINER = 8;
    private static final int RECORD = 16;

    /// Less than this is not worth a system call.
    private static final int TRIM_BYTES = 64 * 1024;

    private final UnsafeBuffer memory;
    private final RingBuffer ring;
    private long trimmedAt;
    private final Reader reader = new Reader();

    /// Takes records with the image of their process and their container.
    @FunctionalInterface
    public interface Handler {

        /// The bytes are lent until the method returns.
        void onRecord(long processImage, int container, DirectBuffer buffer, int offset, int length);
    }

    /// @param memory zeroed; its length is a power of two plus [RingBufferDescriptor#TRAILER_LENGTH]
    public ContainerRing(UnsafeBuffer memory) {
        this.memory = memory;
        ring = new OneToOneRingBuffer(memory);
    }

    /// @param kind number of the record's kind, positive
    /// @return false when there is no room for what is as important as this
    public boolean offer(int kind, long processImage, int container, DirectBuffer record, int offset, int length) {
        if (ring.size() + length > Kinds.importance(kind).share(ring.capacity())
                || length > ring.maxMsgLength() - RECORD) {
            return false;
        }
        int claim = ring.tryClaim(kind, length + RECORD);
        if (claim < 0) {
            return false;
        }
        ring.buffer().putLong(claim, processImage);
        ring.buffer().putInt(claim + CONTAINER, container);
        ring.buffer().putBytes(claim + RECORD, record, offset, length);
        ring.commit(claim);
        return true;
    }

    /// Hands over records until `limitBytes` of them are reached or there are no more: at least one, if there
    /// is one.
    ///
    /// @param limitBytes what makes the turns of several rings fair
    /// @return how many there were
    public int poll(Handler handler, int limitBytes) {
        reader.handler = handler;
        reader.bytesLeft = limitBytes;
        int records = 0;
        int emptyReads = 0;
        // A read stops at the end of the memory, where the ring wraps; it finds nothing there but padding when the next
        // record begins at the start. So only two in a row without a record mean that there is none.
        while (reader.bytesLeft > 0 && emptyReads < 2) {
            int read = ring.controlledRead(reader);
            records += read;
            emptyReads = read == 0 ? emptyReads + 1 : 0;
        }
        return records;
    }

    /// Lets the memory go when nothing is in it. Of an empty ring the reader only looks at the header of the record
    /// that
    /// comes next, which is zero before and after. The producer's to call.
    void trim(Memory source) {
        long written = ring.producerPosition();
        if (written - trimmedAt >= TRIM_BYTES && ring.consumerPosition() == written) {
            source.release(memory, ring.capacity());
            trimmedAt = written;
        }
    }

    /// Of its memory.
    long address() {
        return memory.addressOffset();
    }

    /// How many bytes fit.
    public int capacityBytes() {
        return ring.capacity();
    }

    /// Bytes that wait, headers and padding included.
    public int waitingBytes() {
        return ring.size();
    }

    private static final class Reader implements ControlledMessageHandler {

        private Handler handler = (processImage, container, buffer, offset, length) -> {};
        private int bytesLeft;

        @Override
        public Action onMessage(int kind, org.agrona.MutableDirectBuffer buffer, int index, int length) {
            int container = buffer.getInt(index + CONTAINER);
            handler.onRecord(buffer.getLong(index), container, buffer, index + RECORD, length - RECORD);
            bytesLeft -= length;
            return bytesLeft > 0 ? Action.CONTINUE : Action.BREAK;
        }
    }
}
