package io.vedette.transport.codec;

import java.util.Arrays;
import java.util.function.Consumer;

/// Messages that are written off the hot path, of any length.
public final class Messages {

    private static final int USUAL_BYTES = 512;

    private Messages() {}

    /// Writes a message.
    ///
    /// @param fields writes them; called again, from the start, as often as there was no room
    /// @return the message's bytes
    public static byte[] write(Consumer<WireWriter> fields) {
        for (int capacity = USUAL_BYTES; ; capacity = Math.multiplyExact(capacity, 2)) {
            byte[] buffer = new byte[capacity];
            WireWriter writer = new WireWriter(buffer);
            fields.accept(writer);
            if (!writer.overflowed()) {
                return Arrays.copyOf(buffer, writer.length());
            }
        }
    }
}
