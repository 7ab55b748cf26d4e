package io.vedette.core.event;

import org.agrona.DirectBuffer;

/// Takes records one by one.
@FunctionalInterface
public interface RecordHandler {

    /// The bytes are lent: they are valid until this method returns, and must not be kept.
    ///
    /// @param buffer holds the record
    /// @param offset where the record starts
    /// @param length bytes of the record, as its source gave it; not yet checked against the record's own
    ///     size
    void onRecord(DirectBuffer buffer, int offset, int length);
}
