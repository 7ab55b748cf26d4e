package io.vedette.transport.codec;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.agrona.DirectBuffer;

/// Writes protobuf fields into a buffer, without garbage.
///
/// One thread uses it. The buffer belongs to the caller, who reads what was written between writes. When the
/// bytes do not fit, the writer becomes [overflowed][#overflowed()]: from then on nothing is written and the
/// position stands still, until [#rewind] to a position from before. Nothing here throws for lack of room.
///
/// A field that holds its default value is written all the same: leaving it out is the caller's choice.
public final class WireWriter {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int DELIMITED = 2;
    private static final int MAX_VARINT32 = 5;
    private static final int MAX_VARINT64 = 10;

    private byte[] buffer;
    private int start;
    private int limit;
    private int position;
    private boolean overflowed;

    /// A writer for all of this buffer.
    public WireWriter(byte[] buffer) {
        this.buffer = buffer;
        this.limit = buffer.length;
    }

    /// Turns to another range, which is empty at first.
    public void wrap(byte[] newBuffer, int offset, int capacity) {
        Objects.checkFromIndexSize(offset, capacity, newBuffer.length);
        buffer = newBuffer;
        start = offset;
        position = offset;
        limit = offset + capacity;
        overflowed = false;
    }

    /// Where the next byte goes, as an index of the buffer.
    public int position() {
        return position;
    }

    /// Bytes written since the start of the range.
    public int length() {
        return position - start;
    }

    /// Bytes that are left.
    public int remaining() {
        return limit - position;
    }

    /// Whether something did not fit. What was written since then is missing; what stands before
    /// [#position()] is whole up to the last field that fitted.
    public boolean overflowed() {
        return overflowed;
    }

    /// Forgets everything from this position on, an overflow included.
    ///
    /// @param to a value of [#position()] from before
    public void rewind(int to) {
        if (to < start || to > position) {
            throw new IllegalArgumentException("rewind to=" + to + " start=" + start + " position=" + position);
        }
        position = to;
        overflowed = false;
    }

    /// Writes a `uint32` or `enum` field.
    public void uint32(int field, int value) {
        uint64(field, Integer.toUnsignedLong(value));
    }

    /// Writes a `uint64` field.
    public void uint64(int field, long value) {
        if (hasRoom(MAX_VARINT32 + MAX_VARINT64) || fits(tagBytes(field) + varintBytes(value))) {
            tag(field, VARINT);
            varint(value);
        }
    }

    /// Writes an `int32` field: negative values take ten bytes.
    public void int32(int field, int value) {
        uint64(field, value);
    }

    /// Writes an `sint32` field.
    public void sint32(int field, int value) {
        uint32(field, (value << 1) ^ (value >> 31));
    }

    /// Writes an `sint64` field.
    public void sint64(int field, long value) {
        uint64(field, (value << 1) ^ (value >> 63));
    }

    /// Writes a `bool` field.
    public void bool(int field, boolean value) {
        uint64(field, value ? 1 : 0);
    }

    /// Writes a `fixed64` field.
    public void fixed64(int field, long value) {
        if (hasRoom(MAX_VARINT32 + Long.BYTES) || fits(tagBytes(field) + Long.BYTES)) {
            tag(field, FIXED64);
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                buffer[position++] = (byte) (value >>> shift);
            }
        }
    }

    /// Writes a `bytes` field, or a `string` field whose bytes are known to be UTF-8.
    public void bytes(int field, DirectBuffer source, int offset, int length) {
        if (delimited(field, length)) {
            source.getBytes(offset, buffer, position, length);
            position += length;
        }
    }

    /// Writes a `bytes` field, or a `string` field whose bytes are known to be UTF-8.
    public void bytes(int field, byte[] source, int offset, int length) {
        if (delimited(field, length)) {
            System.arraycopy(source, offset, buffer, position, length);
            position += length;
        }
    }

    /// Writes a whole array as a `bytes` field.
    public void bytes(int field, byte[] source) {
        bytes(field, source, 0, source.length);
    }

    /// Writes a `string` field; characters outside of ASCII become `?`.
    public void ascii(int field, CharSequence text) {
        int length = text.length();
        if (delimited(field, length)) {
            for (int i = 0; i < length; i++) {
                char c = text.charAt(i);
                buffer[position + i] = (byte) (c < 0x80 ? c : '?');
            }
            position += length;
        }
    }

    /// Writes a `string` field of any characters, unless it is empty. Leaves garbage.
    public void text(int field, String text) {
        if (!text.isEmpty()) {
            bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Writes a packed `repeated enum` or `repeated uint32` field. Without values, nothing is written.
    public void packed(int field, int[] values, int count) {
        if (count == 0) {
            return;
        }
        int size = 0;
        for (int i = 0; i < count; i++) {
            size += varintBytes(Integer.toUnsignedLong(values[i]));
        }
        if (delimited(field, size)) {
            for (int i = 0; i < count; i++) {
                varint(Integer.toUnsignedLong(values[i]));
            }
        }
    }

    /// Writes a packed `repeated enum` field whose values are the numbers of the bits that are set,
    /// ascending. Without any bit, nothing is written.
    public void packedBits(int field, long bits) {
        if (bits == 0) {
            return;
        }
        if (delimited(field, Long.bitCount(bits))) {
            for (long rest = bits; rest != 0; rest &= rest - 1) {
                buffer[position++] = (byte) Long.numberOfTrailingZeros(rest);
            }
        }
    }

    /// Opens a nested message: what is written until [#endMessage] is its body. Messages nest and end in
    /// order.
    ///
    /// @return the mark to end it with
    public int beginMessage(int field) {
        if (hasRoom(MAX_VARINT32 + 1) || fits(tagBytes(field) + 1)) {
            tag(field, DELIMITED);
            position++;
        }
        return position;
    }

    /// Closes a nested message. One byte was kept for its length: a body of 128 bytes or more is moved on.
    public void endMessage(int mark) {
        if (overflowed) {
            return;
        }
        int size = position - mark;
        int extra = varintBytes(size) - 1;
        if (extra > 0) {
            if (!fits(extra)) {
                return;
            }
            System.arraycopy(buffer, mark, buffer, mark + extra, size);
        }
        position = mark - 1;
        varint(size);
        position += size;
    }

    private boolean delimited(int field, int length) {
        // First on its own: the sums below must not overflow an int.
        if (!fits(length)) {
            return false;
        }
        if (hasRoom(MAX_VARINT32 + MAX_VARINT32 + length) || fits(tagBytes(field) + varintBytes(length) + length)) {
            tag(field, DELIMITED);
            varint(length);
            return true;
        }
        return false;
    }

    /// The quick answer, for all but the end of the buffer: whether as much as it could be at most has room.
    private boolean hasRoom(int most) {
        return most <= limit - position && !overflowed;
    }

    /// The exact answer; if it is no, the writer has overflowed.
    private boolean fits(int bytes) {
        if (overflowed || bytes > limit - position) {
            overflowed = true;
            return false;
        }
        return true;
    }

    private void tag(int field, int type) {
        varint(Integer.toUnsignedLong(field << 3 | type));
    }

    private void varint(long value) {
        byte[] to = buffer;
        int at = position;
        if ((value & ~0x7FFF_FFFFL) == 0) {
            // Nearly all values: 32 bit arithmetic is the faster one.
            int rest = (int) value;
            while (rest > 0x7F) {
                to[at++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            to[at++] = (byte) rest;
        } else {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                to[at++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            to[at++] = (byte) rest;
        }
        position = at;
    }

    private static int tagBytes(int field) {
        return varintBytes(Integer.toUnsignedLong(field << 3));
    }

    private static int varintBytes(long value) {
        // 7 bits a byte: 9/64 is close enough to 1/7 for 64 bits.
        return (640 - 9 * Long.numberOfLeadingZeros(value)) >>> 6;
    }
}
