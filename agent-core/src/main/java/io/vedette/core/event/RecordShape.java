package io.vedette.core.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The form of the records of one kind: a fixed part, then a tail in parts whose lengths the fixed part has as u16.
///
/// @param fixedLength bytes of the fixed part
/// @param countOffset where a u32 tells how many events the record stands for, or [#SINGLE]
/// @param tailLengths where the lengths of the tail's parts are, in the order of the parts
public record RecordShape(int kind, int fixedLength, int countOffset, List<Integer> tailLengths) {

    /// Each record stands for one event.
    public static final int SINGLE = -1;

    public RecordShape {
        tailLengths = List.copyOf(tailLengths);
    }

    static RecordShape of(int kind, int fixedLength, Integer... tailLengths) {
        return new RecordShape(kind, fixedLength, SINGLE, List.of(tailLengths));
    }

    /// @return null when records of this kind have another form, or the kind is not known
    public static @Nullable RecordShape of(int kind) {
        return kind < 0 || kind >= All.BY_KIND.length ? null : All.BY_KIND[kind];
    }

    /// Apart, so that a layout class that is used first can make its shapes before they are collected here.
    private static final class All {

        private static final @Nullable RecordShape[] BY_KIND = new RecordShape[1 << 8];

        static {
            SecurityLayout.SHAPES.forEach(All::register);
            FileLayout.SHAPES.forEach(All::register);
            NetworkLayout.SHAPES.forEach(All::register);
        }

        private static void register(RecordShape shape) {
            BY_KIND[shape.kind] = shape;
        }
    }
}
