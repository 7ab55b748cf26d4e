package io.vedette.core.pipeline;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.transport.codec.WireWriter;

/// Writes one field of a kind's message from a record. Made once, by [DetailFields]; allocates nothing.
@FunctionalInterface
interface FieldWriter {

    void write(WireWriter writer, DetailFlyweight record, EncodeContext context);
}
