package io.vedette.transport.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.ExecFailed;
import io.vedette.v1.Process;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class WireWriterTest {

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1 << 20]);
    private final WireWriter writer = new WireWriter(buffer.byteArray());

    @Test
    void generatedClassesReadWhatItWrites() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        FieldScript script =
                new FieldScript(random::nextInt, () -> random.nextLong() >> random.nextInt(64), () -> bytes(random));

        for (int round = 0; round < 2000; round++) {
            writer.rewind(0);
            EventBatch expected = script.write(writer);

            assertThat(writer.overflowed()).isFalse();
            assertThat(parse(writer.length()))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    @Test
    void isCutShortAtEveryCapacityWithoutHarm() throws Exception {
        FieldScript script = fixedScript();
        EventBatch expected = script.write(writer);
        int needed = writer.length();
        assertThat(needed).isGreaterThan(250);

        for (int capacity = 0; capacity <= needed; capacity++) {
            buffer.setMemory(100, needed + 100, (byte) 0x55);
            writer.wrap(buffer.byteArray(), 100, capacity);
            fixedScript().write(writer);

            assertThat(writer.overflowed()).as("capacity %d", capacity).isEqualTo(capacity < needed);
            assertThat(writer.length()).isLessThanOrEqualTo(capacity);
            assertThat(buffer.getByte(100 + capacity))
                    .as("capacity %d", capacity)
                    .isEqualTo((byte) 0x55);
        }
        assertThat(EventBatch.parseFrom(Arrays.copyOfRange(buffer.byteArray(), 100, 100 + needed)))
                .isEqualTo(expected);
    }

    @Test
    void rewindAbandonsAHalfWrittenMessageAndAnOverflow() throws Exception {
        writer.wrap(buffer.byteArray(), 0, 40);
        writer.fixed64(EventBatch.SEQUENCE_FIELD_NUMBER, 5);
        int before = writer.position();
        int mark = writer.beginMessage(EventBatch.PROCESSES_FIELD_NUMBER);
        writer.bytes(Process.BINARY_FIELD_NUMBER, new byte[100]);
        writer.endMessage(mark);
        assertThat(writer.overflowed()).isTrue();

        writer.rewind(before);
        writer.uint32(EventBatch.SCHEMA_VERSION_FIELD_NUMBER, 1);

        assertThat(writer.overflowed()).isFalse();
        assertThat(parse(writer.length()))
                .isEqualTo(EventBatch.newBuilder()
                        .setSequence(5)
                        .setSchemaVersion(1)
                        .build());
    }

    @Test
    void writesNothingMoreAfterAnOverflow() {
        writer.wrap(buffer.byteArray(), 0, 12);
        writer.fixed64(1, 1);
        int before = writer.position();

        writer.bytes(2, new byte[20]);
        writer.bool(3, true);

        assertThat(writer.position()).isEqualTo(before);
    }

    @Test
    void movesBodiesThatNeedALongerLength() throws Exception {
        for (int length : new int[] {0, 1, 123, 124, 125, 126, 127, 128, 129, 16_380, 16_384, 16_400}) {
            writer.rewind(0);
            int event = writer.beginMessage(EventBatch.EVENTS_FIELD_NUMBER);
            int detail = writer.beginMessage(Event.EXEC_FAILED_FIELD_NUMBER);
            writer.bytes(ExecFailed.PATH_FIELD_NUMBER, new byte[length]);
            writer.sint32(ExecFailed.ERRNO_FIELD_NUMBER, -length);
            writer.endMessage(detail);
            writer.endMessage(event);

            ExecFailed failed = parse(writer.length()).getEvents(0).getExecFailed();

            assertThat(failed.getPath().size()).isEqualTo(length);
            assertThat(failed.getErrno()).isEqualTo(-length);
        }
    }

    @Test
    void replacesWhatIsNotAscii() throws Exception {
        int process = writer.beginMessage(EventBatch.PROCESSES_FIELD_NUMBER);
        writer.ascii(Process.EXEC_ID_FIELD_NUMBER, "aé€b");
        writer.endMessage(process);

        assertThat(parse(writer.length()).getProcesses(0).getExecId()).isEqualTo("a??b");
    }

    @Test
    void refusesToRewindForward() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.rewind(1))
                .withMessage("rewind to=1 start=0 position=0");
    }

    @Test
    void allocatesNothing() {
        byte[] path = new byte[200];
        UnsafeBuffer source = new UnsafeBuffer(path);
        int[] kinds = {1, 2, 300};
        Runnable round = () -> {
            writer.wrap(buffer.byteArray(), 0, 1000);
            writer.fixed64(EventBatch.SEQUENCE_FIELD_NUMBER, 77);
            int mark = writer.beginMessage(EventBatch.PROCESSES_FIELD_NUMBER);
            writer.ascii(Process.EXEC_ID_FIELD_NUMBER, "exec");
            writer.bytes(Process.BINARY_FIELD_NUMBER, path);
            writer.bytes(Process.CWD_FIELD_NUMBER, source, 10, 100);
            writer.packed(Process.INCOMPLETE_FIELD_NUMBER, kinds, 3);
            writer.packedBits(Process.INCOMPLETE_FIELD_NUMBER, 0b1010);
            writer.sint64(3, -5);
            writer.endMessage(mark);
            writer.bytes(9, path, 0, 200);
            int half = writer.position();
            writer.bytes(10, source, 0, 200);
            writer.bytes(10, source, 0, 200);
            writer.bytes(10, source, 0, 200);
            writer.rewind(half);
        };
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 300; i++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int j = 0; j < 100; j++) {
                round.run();
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }

        assertThat(least).isZero();
    }

    private static FieldScript fixedScript() {
        Random random = new Random(42);
        return new FieldScript(bound -> bound == 6 ? 5 : random.nextInt(bound), random::nextLong, () -> bytes(random));
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private EventBatch parse(int length) throws InvalidProtocolBufferException {
        return EventBatch.parseFrom(Arrays.copyOf(buffer.byteArray(), length));
    }
}
