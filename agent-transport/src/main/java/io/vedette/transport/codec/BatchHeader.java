package io.vedette.transport.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.vedette.v1.EventBatch;
import org.agrona.DirectBuffer;

/// Reads who sent an encoded batch and which one it is, without parsing it.
///
/// The schema keeps both in front, in this order:
///
///     0     1     2               18    19            27
///     +-----+-----+----------------+-----+-------------+
///     | tag | 16  |  instance id   | tag |  sequence   | …
///     +-----+-----+----------------+-----+-------------+
///
/// One thread uses it; it is a view that is moved from batch to batch and keeps no bytes.
public final class BatchHeader {

    /// Bytes that must be there.
    public static final int LENGTH = 27;

    private static final int ID_BYTES = 16;
    private static final byte ID_TAG = EventBatch.INSTANCE_ID_FIELD_NUMBER << 3 | 2;
    private static final byte SEQUENCE_TAG = EventBatch.SEQUENCE_FIELD_NUMBER << 3 | 1;

    private long instanceHigh;
    private long instanceLow;
    private long sequence;

    /// Reads the header of a batch.
    ///
    /// @return false if the bytes do not start like a batch; then the values of the one before stay
    public boolean read(DirectBuffer buffer, int offset, int length) {
        if (length < LENGTH
                || buffer.getByte(offset) != ID_TAG
                || buffer.getByte(offset + 1) != ID_BYTES
                || buffer.getByte(offset + 18) != SEQUENCE_TAG) {
            return false;
        }
        instanceHigh = buffer.getLong(offset + 2, BIG_ENDIAN);
        instanceLow = buffer.getLong(offset + 10, BIG_ENDIAN);
        sequence = buffer.getLong(offset + 19, LITTLE_ENDIAN);
        return true;
    }

    /// The first eight bytes of the instance id.
    public long instanceHigh() {
        return instanceHigh;
    }

    /// The last eight bytes of the instance id.
    public long instanceLow() {
        return instanceLow;
    }

    /// The batch's sequence within its instance.
    public long sequence() {
        return sequence;
    }
}
