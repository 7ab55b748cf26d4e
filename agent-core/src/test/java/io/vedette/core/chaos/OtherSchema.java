package io.vedette.core.chaos;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Process;
import io.vedette.v1.PublishAck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The schema as an endpoint of another age knows it, made from today's by its own rules: numbers are never reused.
///
/// @param batch what it takes for an `EventBatch`
/// @param ack what it takes for a `PublishAck`
record OtherSchema(Descriptor batch, Descriptor ack) {

    private static final int FIRST_FILE_KIND = 100;

    /// Before there were file and network events, books, refusals, and what is known of a process beside its command.
    static OtherSchema older() throws DescriptorValidationException {
        FileDescriptorProto.Builder events = today();
        for (DescriptorProto.Builder message : events.getMessageTypeBuilderList()) {
            switch (message.getName()) {
                case "Event" -> keepBelow(FIRST_FILE_KIND, message);
                case "EventBatch" -> keepBelow(EventBatch.LOSSES_FIELD_NUMBER, message);
                case "Process" -> keepBelow(Process.NAME_FIELD_NUMBER, message);
                default -> {}
            }
        }
        return of(events, ack -> keepBelow(PublishAck.REJECTION_FIELD_NUMBER, ack));
    }

    /// With more to say in an acknowledgement, in every form that a field can have on the wire.
    static OtherSchema newer() throws DescriptorValidationException {
        return of(
                today(),
                ack -> ack.addField(field("number", 20, FieldDescriptorProto.Type.TYPE_INT64))
                        .addField(field("fixed", 21, FieldDescriptorProto.Type.TYPE_FIXED32))
                        .addField(field("text", 22, FieldDescriptorProto.Type.TYPE_STRING))
                        .addField(field("times", 23, FieldDescriptorProto.Type.TYPE_FIXED64)
                                .setLabel(Label.LABEL_REPEATED))
                        .addField(field("nested", 24, FieldDescriptorProto.Type.TYPE_MESSAGE)
                                .setTypeName(".vedette.v1.PublishAck"))
                        .addField(field("far", 500_000_000, FieldDescriptorProto.Type.TYPE_BOOL)));
    }

    private static FileDescriptorProto.Builder today() {
        return EventBatch.getDescriptor().getFile().toProto().toBuilder();
    }

    private static OtherSchema of(FileDescriptorProto.Builder events, Consumer<DescriptorProto.Builder> changeAck)
            throws DescriptorValidationException {
        FileDescriptor event = FileDescriptor.buildFrom(events.build(), new FileDescriptor[0]);
        FileDescriptorProto.Builder ingest = PublishAck.getDescriptor().getFile().toProto().toBuilder();
        for (DescriptorProto.Builder message : ingest.getMessageTypeBuilderList()) {
            if (message.getName().equals("PublishAck")) {
                changeAck.accept(message);
            }
        }
        FileDescriptor both = FileDescriptor.buildFrom(ingest.build(), new FileDescriptor[] {event});
        return new OtherSchema(event.findMessageTypeByName("EventBatch"), both.findMessageTypeByName("PublishAck"));
    }

    private static FieldDescriptorProto.Builder field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL);
    }

    /// Without the fields from this number on, and without explicit presence of the others.
    private static void keepBelow(int number, DescriptorProto.Builder message) {
        List<FieldDescriptorProto> kept = new ArrayList<>();
        int choices = 0;
        for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
            if (field.getNumber() >= number) {
                continue;
            }
            if (field.getProto3Optional()) {
                field.clearProto3Optional().clearOneofIndex();
            } else if (field.hasOneofIndex()) {
                choices = Math.max(choices, field.getOneofIndex() + 1);
            }
            kept.add(field.build());
        }
        message.clearField().addAllField(kept);
        while (message.getOneofDeclCount() > choices) {
            message.removeOneofDecl(choices);
        }
    }
}
