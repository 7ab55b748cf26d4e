package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.NetworkLayout;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.event.RecordShape;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventKind;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every field of the schema is written from a field of the record, and from another one than its neighbours.
class DetailMessagesTest {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int PART_LENGTH = 5;

    /// Fields that records do not tell, or that can't have any value: each with its reason.
    private static final Set<String> LEFT_OUT = Set.of(
            // Of IP sockets only.
            "close_connection.local.path",
            "close_connection.remote.path",
            "dns.local.path",
            "dns.remote.path",
            // Read from the raw bytes, see DnsEncodingTest.
            "dns.id",
            "dns.response",
            "dns.questions",
            "dns.answers",
            "dns.rcode",
            "dns.truncated",
            // Of the image before, which this test's process does not have.
            "set_uid.old",
            "set_gid.old",
            "capset.old",
            // No call names the module that it loads.
            "module_load.name",
            // Hooks run when the call has ended.
            "chmod.old_mode");

    static Stream<EventKind> kinds() {
        return Stream.of(EventKind.values())
                .filter(kind -> kind != EventKind.UNRECOGNIZED && RecordShape.of(kind.getNumber()) != null);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void writesEveryFieldFromItsOwnPlace(EventKind kind) {
        KeptBatches spool = new KeptBatches();
        Harness harness = new Harness(Harness.Sizes.ROOMY, discarded -> spool);
        harness.drain(record(Objects.requireNonNull(RecordShape.of(kind.getNumber()))));
        harness.shipAll();
        harness.flush();

        EventBatch batch = spool.batches().getFirst();
        assertThat(batch.getEventsList()).hasSize(1);
        Event event = batch.getEvents(0);
        assertThat(event.getDetailCase().getNumber()).isEqualTo(kind.getNumber());
        FieldDescriptor detail = event.getDescriptorForType().findFieldByNumber(kind.getNumber());
        isFull((Message) event.getField(detail), detail.getName(), new HashSet<>());
    }

    /// Different bytes in each word of the fixed part; parts of the tail that differ.
    private static UnsafeBuffer record(RecordShape shape) {
        int parts = shape.tailLengths().size();
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[shape.fixedLength() + parts * PART_LENGTH]);
        for (int at = RecordLayout.HEADER_LENGTH; at < shape.fixedLength(); at++) {
            buffer.putByte(at, (byte) (at % 120 + 3));
        }
        for (int part = 0; part < parts; part++) {
            buffer.putShort(shape.tailLengths().get(part), (short) PART_LENGTH, ORDER);
            buffer.putStringWithoutLengthAscii(shape.fixedLength() + part * PART_LENGTH, "part" + part);
        }
        if (shape.kind() == Kinds.DUP || shape.kind() >= Kinds.SOCKET) {
            // Of an IP socket: in all these records the two addresses are at the same places.
            buffer.putShort(NetworkLayout.CONNECTION_LOCAL + RecordLayout.ADDRESS_FAMILY, (short) 10, ORDER);
            buffer.putShort(NetworkLayout.CONNECTION_REMOTE + RecordLayout.ADDRESS_FAMILY, (short) 10, ORDER);
        }
        if (shape.countOffset() != RecordShape.SINGLE) {
            buffer.putInt(shape.countOffset(), 7, ORDER);
        }
        buffer.putInt(RecordLayout.SIZE, buffer.capacity(), ORDER);
        buffer.putShort(RecordLayout.KIND, (short) shape.kind(), ORDER);
        buffer.putShort(RecordLayout.ABI_OFFSET, (short) RecordLayout.ABI, ORDER);
        buffer.putInt(RecordLayout.TGID, 42, ORDER);
        buffer.putInt(RecordLayout.TID, 42, ORDER);
        return buffer;
    }

    private static void isFull(Message message, String path, Set<Object> seen) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (LEFT_OUT.contains(path + "." + field.getName())) {
                continue;
            }
            Object value = message.getField(field);
            if (field.getJavaType() == JavaType.MESSAGE && !field.isRepeated()) {
                isFull((Message) value, path + "." + field.getName(), seen);
            } else if (field.getJavaType() == JavaType.BOOLEAN) {
                assertThat(value).as(field.getFullName()).isEqualTo(true);
            } else {
                assertThat(value)
                        .as(field.getFullName())
                        .isNotEqualTo(field.getDefaultValue())
                        .isNotEqualTo(ByteString.EMPTY);
                assertThat(seen.add(value))
                        .as("%s is from a place of its own: %s", field.getFullName(), value)
                        .isTrue();
            }
        }
    }
}
