package io.vedette.core.event;

import org.agrona.DirectBuffer;

/// View over a record that has a [RecordShape]; the rules of [RecordFlyweight] hold. What is where says the layout
/// class of the kind's family.
public final class DetailFlyweight extends RecordFlyweight {

    private static final int MAX_PARTS = 8;

    private final int[] partOffsets = new int[MAX_PARTS];
    private final int[] partLengths = new int[MAX_PARTS];
    private int fixedLength;
    private int countOffset;
    private int parts;
    private long tailLength;

    /// Looks at a record that is at least as long as the shape's fixed part.
    public DetailFlyweight wrap(DirectBuffer buffer, int offset, RecordShape shape) {
        super.wrap(buffer, offset);
        fixedLength = shape.fixedLength();
        countOffset = shape.countOffset();
        parts = shape.tailLengths().size();
        tailLength = 0;
        for (int part = 0; part < parts; part++) {
            partOffsets[part] = offset + fixedLength + (int) tailLength;
            partLengths[part] = shortAt(shape.tailLengths().get(part));
            tailLength += partLengths[part];
        }
        return this;
    }

    @Override
    public boolean isValid(int length) {
        return fixedLength + tailLength == length && super.isValid(length);
    }

    @Override
    public long count() {
        return countOffset == RecordShape.SINGLE ? 1 : Integer.toUnsignedLong(intAt(countOffset));
    }

    /// @param part from 0
    /// @return position in the buffer
    public int partOffset(int part) {
        return partOffsets[part];
    }

    public int partLength(int part) {
        return partLengths[part];
    }

    public int u8(int field) {
        return buffer.getByte(offset + field) & 0xFF;
    }

    public int u16(int field) {
        return shortAt(field);
    }

    /// The bits of a u32 or s32.
    public int i32(int field) {
        return intAt(field);
    }

    /// The bits of a u64.
    public long i64(int field) {
        return longAt(field);
    }
}
