package io.vedette.core.pipeline;

import io.vedette.transport.codec.WireWriter;
import org.agrona.DirectBuffer;

/// Arguments as the kernel keeps them: each followed by a NUL, but for the last one when they were cut.
final class Args {

    private Args() {}

    /// Writes each as an element of a `repeated bytes` field; empty ones too.
    static void write(WireWriter writer, int field, DirectBuffer source, int offset, int length) {
        int end = offset + length;
        int start = offset;
        for (int at = offset; at < end; at++) {
            if (source.getByte(at) == 0) {
                writer.bytes(field, source, start, at - start);
                start = at + 1;
            }
        }
        if (start < end) {
            writer.bytes(field, source, start, end - start);
        }
    }
}
