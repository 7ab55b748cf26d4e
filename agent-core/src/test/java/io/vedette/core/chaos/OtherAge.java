package io.vedette.core.chaos;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.vedette.v1.EventBatch;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// An endpoint that reads and answers by a schema of another age. What it keeps of a batch is what it would hand on:
/// read by its schema and written again.
final class OtherAge implements OddEndpoint.Behaviour {

    private static final int UNKNOWN_REASON = 9;

    private final KeptBatches kept;
    private final OtherSchema schema;
    private int refuseEvery;
    private long batches;
    private long unknown;
    private long refused;

    private OtherAge(Scene scene, OtherSchema schema, int refuseEvery) {
        kept = new KeptBatches(scene.task().taskId());
        this.schema = schema;
        this.refuseEvery = refuseEvery;
    }

    static OtherAge older(Scene scene) throws DescriptorValidationException {
        return new OtherAge(scene, OtherSchema.older(), Integer.MAX_VALUE);
    }

    static OtherAge newer(Scene scene) throws DescriptorValidationException {
        return new OtherAge(scene, OtherSchema.newer(), Integer.MAX_VALUE);
    }

    /// Until it is told to take all, it refuses one batch in so many of those that tell of nothing but events, for a
    /// reason that came into the schema later.
    static OtherAge choosy(Scene scene, int every) throws DescriptorValidationException {
        return new OtherAge(scene, OtherSchema.newer(), every);
    }

    @Override
    public synchronized void onBatch(byte[] bytes, OddEndpoint.Stream stream) throws IOException {
        DynamicMessage read = DynamicMessage.parseFrom(schema.batch(), bytes);
        batches++;
        unknown += events(read) - details(read);
        boolean refuses = batches % refuseEvery == 0 && !hasReports(read);
        if (refuses) {
            refused++;
        } else {
            kept.acceptOnce(EventBatch.parseFrom(read.toByteString()));
        }
        stream.answer(answer(read, refuses).toByteArray());
    }

    private static boolean hasReports(DynamicMessage batch) {
        Descriptor type = batch.getDescriptorForType();
        return Stream.of("losses", "gaps", "accounts")
                .anyMatch(name -> batch.getRepeatedFieldCount(type.findFieldByName(name)) > 0);
    }

    private static int events(DynamicMessage batch) {
        return batch.getRepeatedFieldCount(batch.getDescriptorForType().findFieldByName("events"));
    }

    /// Events whose kind it knows.
    private static long details(DynamicMessage batch) {
        FieldDescriptor events = batch.getDescriptorForType().findFieldByName("events");
        return ((List<?>) batch.getField(events))
                .stream()
                        .map(Message.class::cast)
                        .filter(event -> event.hasOneof(
                                events.getMessageType().getOneofs().getFirst()))
                        .count();
    }

    private DynamicMessage answer(DynamicMessage batch, boolean refuses) {
        Descriptor type = schema.ack();
        DynamicMessage.Builder ack = DynamicMessage.newBuilder(type);
        for (String name : new String[] {"instance_id", "sequence"}) {
            ack.setField(
                    type.findFieldByName(name),
                    batch.getField(batch.getDescriptorForType().findFieldByName(name)));
        }
        if (type.findFieldByName("far") != null) {
            ack.setField(type.findFieldByName("nested"), ack.build())
                    .setField(type.findFieldByName("number"), -1L)
                    .setField(type.findFieldByName("fixed"), 7)
                    .setField(type.findFieldByName("text"), "news from the future")
                    .addRepeatedField(type.findFieldByName("times"), 1L)
                    .addRepeatedField(type.findFieldByName("times"), 2L)
                    .setField(type.findFieldByName("far"), true);
        }
        if (refuses) {
            FieldDescriptor rejection = type.findFieldByName("rejection");
            FieldDescriptor reason = rejection.getMessageType().findFieldByName("reason");
            ack.setField(
                    rejection,
                    DynamicMessage.newBuilder(rejection.getMessageType())
                            .setField(reason, reason.getEnumType().findValueByNumberCreatingIfUnknown(UNKNOWN_REASON))
                            .build());
        }
        return ack.build();
    }

    /// Events of a kind that it does not know.
    synchronized long unknown() {
        return unknown;
    }

    synchronized void takeAll() {
        refuseEvery = Integer.MAX_VALUE;
    }

    synchronized long refused() {
        return refused;
    }

    @Override
    public TaskLines taken() throws IOException {
        return kept.lines();
    }
}
