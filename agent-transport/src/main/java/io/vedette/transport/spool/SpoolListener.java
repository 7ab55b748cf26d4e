package io.vedette.transport.spool;

import org.agrona.DirectBuffer;

/// Is told of every batch that leaves without being delivered. Called by the thread that caused it, under a
/// lock of the caller: it must be quick and must not call back.
public interface SpoolListener {

    /// A batch is given up.
    ///
    /// @param batch lent for the call
    void onDropped(DirectBuffer batch, int offset, int length, DropReason reason);

    /// Stored documents could not be read back, and nothing is left that says what was in them: a length or
    /// checksum did not fit, or a whole file was damaged.
    ///
    /// @param count how many more
    void onCorrupt(long count);

    /// A stored batch could not be read back. Like all that concerns the storage, it is told under the
    /// spool's lock, by whichever thread came across it.
    ///
    /// @param note what was handed over with the batch; lent for the call
    default void onUnreadable(DirectBuffer note, int offset, int length) {
        onCorrupt(1);
    }
}
