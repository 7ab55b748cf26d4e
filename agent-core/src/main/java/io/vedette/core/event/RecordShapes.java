package io.vedette.core.event;

import org.jspecify.annotations.Nullable;

/// The shapes of all families, by kind.
final class RecordShapes {

    private static final @Nullable RecordShape[] BY_KIND = new RecordShape[1 << 8];

    static {
        SecurityLayout.SHAPES.forEach(RecordShapes::register);
        FileLayout.SHAPES.forEach(RecordShapes::register);
        NetworkLayout.SHAPES.forEach(RecordShapes::register);
    }

    private RecordShapes() {}

    private static void register(RecordShape shape) {
        BY_KIND[shape.kind()] = shape;
    }

    static @Nullable RecordShape of(int kind) {
        return kind < 0 || kind >= BY_KIND.length ? null : BY_KIND[kind];
    }
}
