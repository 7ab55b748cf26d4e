package io.vedette.transport.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vedette.transport.TestBatches;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Mount;
import io.vedette.v1.MountCall;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RenderingsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0        | rdonly
                    02       | rdwr
                    03       | 0x3
                    0101     | wronly, creat
                    04010002 | rdwr, sync
                    010000   | rdonly, dsync
                    020200001| wronly, tmpfile
                    0200000  | rdonly, directory
                    040000000| rdonly, 0x800000
                    """)
    void anOpenSaysHowItAccessesFirst(String flags, String names) {
        assertThat(LinuxFlags.OPEN.namesOf(Long.decode(flags))).isEqualTo(List.of(names.split(", ", -1)));
    }

    @ParameterizedTest
    @CsvSource({
        "7f000001, 127.0.0.1",
        "ffffffff, 255.255.255.255",
        "00000000000000000000000000000000, ::",
        "00000000000000000000000000000001, ::1",
        "20010db8000000000000000000000000, 2001:db8::",
        "20010db8000000010000000000000001, 2001:db8:0:1::1",
        "20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
        "00010000000000000001000000000001, 1::1:0:0:1",
        "0102, 0102"
    })
    void addressesAreWrittenTheShortWay(String bytes, String text) {
        assertThat(AddressText.ipOf(ByteString.fromHex(bytes))).isEqualTo(text);
    }

    @Test
    void addressesCanBeReadBack() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = new byte[16];
            for (int group = 0; group < 8; group++) {
                if (random.nextBoolean()) {
                    bytes[2 * group + 1] = (byte) random.nextInt();
                }
            }
            bytes[0] |= 0x20; // not one that Java takes for IPv4

            String text = AddressText.ipOf(ByteString.copyFrom(bytes));

            assertThat(InetAddress.getByName(text).getAddress())
                    .as("seed %d, %s of %s", seed, text, HexFormat.of().formatHex(bytes))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void flagsOfMountAreThoseOfItsCall() {
        assertThat(mount(MountCall.MOUNT_CALL_MOUNT, 1)).contains("[\"rdonly\"]");
        assertThat(mount(MountCall.MOUNT_CALL_MOUNT, 0xc0ed_0001L)).contains("[\"rdonly\"]");
        assertThat(mount(MountCall.MOUNT_CALL_MOVE_MOUNT, 1)).contains("[\"f_symlinks\"]");
        assertThat(mount(MountCall.MOUNT_CALL_OPEN_TREE, 1)).contains("[\"clone\"]");
    }

    @Test
    void noNumberFails() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            EventBatch.Builder batch = TestBatches.batch(1, 1, 0).toBuilder();
            for (FieldDescriptor kind : JsonLines.DETAIL.getFields()) {
                Message.Builder detail = Event.newBuilder().newBuilderForField(kind);
                fill(detail, random);
                batch.addEvents(Event.newBuilder().setField(kind, detail.build()));
            }

            for (BatchLines lines : List.of(new JsonLines(), new OcsfLines())) {
                assertThat(Golden.lines(lines, batch.build()))
                        .as("seed %d", seed)
                        .hasLineCount(batch.getEventsCount());
            }
        }
    }

    private static String mount(MountCall call, long flags) {
        EventBatch batch = TestBatches.batch(1, 1, 0).toBuilder()
                .setEvents(
                        0,
                        Event.newBuilder()
                                .setMount(Mount.newBuilder().setCall(call).setFlags(flags)))
                .build();
        try {
            return Golden.lines(new JsonLines(), batch);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void fill(Message.Builder message, Random random) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            Object value = switch (field.getType()) {
                case BOOL -> random.nextBoolean();
                case STRING -> "text";
                case BYTES -> bytes(random);
                case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(6));
                case MESSAGE -> nested(message, field, random);
                case UINT64, FIXED64 -> number(random);
                default -> (int) number(random);
            };
            if (field.isRepeated()) {
                message.addRepeatedField(field, value);
            } else {
                message.setField(field, value);
            }
        }
    }

    private static Message nested(Message.Builder message, FieldDescriptor field, Random random) {
        Message.Builder nested = message.newBuilderForField(field);
        fill(nested, random);
        return nested.build();
    }

    private static ByteString bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(18)];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private static long number(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt(70);
            default -> -1;
        };
    }
}
