package io.vedette.transport.spool;

import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// A batch as it lies in a file, and the array through which it goes in and out.
///
///     0          4          8
///     +----------+----------+-----------------+
///     |  length  |  CRC-32C |  batch          |
///     +----------+----------+-----------------+
///
/// The checksum covers the length, the batch and its position, so that a file in the place of another one is
/// noticed too. Without it a document that a killed process did not finish could be taken for a whole one.
/// Guarded by the spool's lock.
final class Frame {

    static final int HEADER_BYTES = 8;

    private static final int CRC_OFFSET = 4;

    private final CRC32C crc = new CRC32C();
    private final byte[] place = new byte[Long.BYTES];
    private final UnsafeBuffer placeView = new UnsafeBuffer(place);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64 << 10]);

    /// The array that holds the frame, with room for this many bytes.
    byte[] array(int length) {
        if (length > buffer.capacity()) {
            buffer.wrap(new byte[Math.max(length, 2 * buffer.capacity())]);
        }
        return buffer.byteArray();
    }

    /// The batch lies in here from [#HEADER_BYTES] on.
    DirectBuffer buffer() {
        return buffer;
    }

    /// Puts a batch into the frame.
    ///
    /// @param position that the document will have
    /// @return bytes of the frame
    int write(long position, DirectBuffer batch, int offset, int length) {
        byte[] array = array(HEADER_BYTES + length);
        buffer.putInt(0, length);
        buffer.putBytes(HEADER_BYTES, batch, offset, length);
        buffer.putInt(CRC_OFFSET, checksum(position, array, length));
        return HEADER_BYTES + length;
    }

    /// The length that the frame gives, if it can be.
    ///
    /// @param size bytes of the document, padding included
    /// @return length of the batch, or [Segment#GONE]
    int claimedLength(int size) {
        int length = size < HEADER_BYTES ? Segment.GONE : buffer.getInt(0);
        return length > 0 && length <= size - HEADER_BYTES ? length : Segment.GONE;
    }

    /// Checks the frame.
    ///
    /// @param position that the document should have
    /// @param size bytes of the document, padding included
    /// @return length of the batch, or [Segment#GONE]
    int check(long position, int size) {
        int length = claimedLength(size);
        boolean isWhole =
                length != Segment.GONE && buffer.getInt(CRC_OFFSET) == checksum(position, buffer.byteArray(), length);
        return isWhole ? length : Segment.GONE;
    }

    private int checksum(long position, byte[] array, int length) {
        placeView.putLong(0, position);
        crc.reset();
        crc.update(place, 0, Long.BYTES);
        crc.update(array, 0, Integer.BYTES);
        crc.update(array, HEADER_BYTES, length);
        return (int) crc.getValue();
    }
}
