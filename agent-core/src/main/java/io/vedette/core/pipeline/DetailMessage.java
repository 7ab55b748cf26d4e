package io.vedette.core.pipeline;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.transport.codec.WireWriter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How the message of one kind is written, field by field. The kind is its field number in `Event.detail`.
final class DetailMessage {

    private final int kind;
    private final FieldWriter[] fields;

    private DetailMessage(int kind, FieldWriter[] fields) {
        this.kind = kind;
        this.fields = fields;
    }

    static DetailMessage of(int kind, FieldWriter... fields) {
        return new DetailMessage(kind, fields);
    }

    /// Of every kind that is written this way, by its number.
    static @Nullable DetailMessage[] all() {
        @Nullable DetailMessage[] byKind = new DetailMessage[1 << 8];
        Stream.of(SecurityMessages.ALL, FileMessages.ALL, NetworkMessages.all())
                .flatMap(List::stream)
                .forEach(message -> byKind[message.kind] = message);
        return byKind;
    }

    void write(WireWriter writer, DetailFlyweight record, EncodeContext context) {
        int mark = writer.beginMessage(kind);
        for (FieldWriter field : fields) {
            field.write(writer, record, context);
        }
        writer.endMessage(mark);
    }
}
