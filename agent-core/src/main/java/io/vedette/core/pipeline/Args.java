package io.vedette.core.pipeline;

import io.vedette.core.event.RecordLayout;
import io.vedette.core.mask.ArgsMask;
import io.vedette.core.mask.MaskConfig;
import io.vedette.transport.codec.WireWriter;
import org.agrona.DirectBuffer;

/// Arguments as the kernel keeps them: each followed by a NUL, but for the last one when they were cut.
///
/// One thread, the ship. Allocates nothing.
final class Args {

    private final ArgsMask mask;

    Args(MaskConfig config) {
        mask = new ArgsMask(config.enabled(), config.names(), RecordLayout.ARGS_MAX);
    }

    /// Writes each as an element of a `repeated bytes` field, its secrets masked; empty ones too.
    void write(WireWriter writer, int field, DirectBuffer source, int offset, int length) {
        mask.begin();
        int end = offset + length;
        int start = offset;
        for (int at = offset; at < end; at++) {
            if (source.getByte(at) == 0) {
                writeOne(writer, field, source, start, at - start);
                start = at + 1;
            }
        }
        if (start < end) {
            writeOne(writer, field, source, start, end - start);
        }
    }

    private void writeOne(WireWriter writer, int field, DirectBuffer source, int offset, int length) {
        int masked = mask.next(source, offset, length);
        if (masked < 0) {
            writer.bytes(field, source, offset, length);
        } else {
            writer.bytes(field, mask.bytes(), 0, masked);
        }
    }
}
