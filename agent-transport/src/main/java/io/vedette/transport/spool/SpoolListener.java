package io.vedette.transport.spool;

import org.agrona.DirectBuffer;

/// Is told of every batch that leaves without being delivered. Called by the thread that caused it, under a
/// lock of the caller: it must be quick and must not call back.
public interface SpoolListener {

    /// A batch is given up.
    ///
    /// @param batch lent for the call
    void onDropped(DirectBuffer batch, int offset, int length, DropReason reason);

    /// Stored documents could not be read back: a length or checksum did not fit, or a whole file was
    /// damaged. After a crash that includes the one document that was being written, whose append never
    /// returned.
    ///
    /// @param count how many more
    void onCorrupt(long count);
}
