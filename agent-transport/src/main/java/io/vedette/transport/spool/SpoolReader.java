package io.vedette.transport.spool;

import org.agrona.DirectBuffer;

/// Takes a batch out of a spool.
@FunctionalInterface
public interface SpoolReader {

    /// The bytes are lent: they are valid until this method returns. It is called under the spool's lock and
    /// must not block, nor call the spool.
    ///
    /// @param position what to acknowledge once the batch is delivered
    /// @param buffer holds the batch
    void onBatch(long position, DirectBuffer buffer, int offset, int length);
}
