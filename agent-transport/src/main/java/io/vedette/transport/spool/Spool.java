package io.vedette.transport.spool;

import org.agrona.DirectBuffer;

/// An ordered, bounded store of encoded batches between the one who writes them and the one who sends them.
///
/// Two threads use it: an appender ([#append]) and a sender (all else); the counters may be read by any
/// thread. Calls exclude each other with a lock, which is held for one batch at a time.
///
/// A position is an opaque number that grows from batch to batch, over restarts too if the spool [is
/// durable][#isDurable()]. When there is no room, the oldest batches go and the [SpoolListener] is told, on
/// the appender's thread.
public interface Spool extends AutoCloseable {

    /// The batch is larger than this spool ever takes; it was not kept.
    long TOO_LARGE = -1;

    /// The storage could not take the batch, which was not kept: the disk is full or failing. A later append
    /// may work.
    long FAILED = -2;

    /// The spool is closed; the batch was not kept.
    long CLOSED = -3;

    /// Copies a batch into the spool.
    ///
    /// @param batch lent for the call
    /// @param length at least 1
    /// @return the batch's position, or one of [#TOO_LARGE], [#FAILED], [#CLOSED]
    long append(DirectBuffer batch, int offset, int length);

    /// The same with a note of what is in the batch, for [SpoolListener#onUnreadable] if it can't be read back.
    /// The spool may be unable to keep it.
    ///
    /// @param note lent for the call
    default long append(DirectBuffer batch, int offset, int length, DirectBuffer note, int noteOffset, int noteLength) {
        return append(batch, offset, length);
    }

    /// Hands over the batch at the cursor and moves the cursor behind it.
    ///
    /// @return false if there was none
    boolean read(SpoolReader reader);

    /// Moves the cursor back to the oldest batch that is not acknowledged.
    void rewind();

    /// Releases every batch up to this position, itself included. A position already released, or never
    /// given, does nothing.
    void ack(long position);

    /// Batches not yet acknowledged, whether they were read or not.
    long waitingBatches();

    /// Bytes of the batches not yet acknowledged.
    long waitingBytes();

    /// Whether batches survive the end of the process.
    boolean isDurable();

    /// What is wrong with the storage: one sentence, or empty.
    default String trouble() {
        return "";
    }

    /// Frees everything but the stored batches of a durable spool: others are reported to the [SpoolListener], on
    /// this thread. Later calls find nothing and keep nothing.
    @Override
    void close();
}
