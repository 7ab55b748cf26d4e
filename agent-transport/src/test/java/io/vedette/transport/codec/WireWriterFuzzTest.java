package io.vedette.transport.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.vedette.v1.EventBatch;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

final class WireWriterFuzzTest {

    @FuzzTest(maxDuration = "30s")
    void writesWhatTheGeneratedClassesRead(FuzzedDataProvider data) throws InvalidProtocolBufferException {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[64 << 10]);
        int capacity = data.consumeBoolean() ? buffer.capacity() : data.consumeInt(0, 2000);
        WireWriter writer = new WireWriter(buffer.byteArray());
        writer.wrap(buffer.byteArray(), 0, capacity);
        FieldScript script = new FieldScript(
                bound -> data.consumeInt(0, bound - 1), data::consumeLong, () -> data.consumeBytes(300));

        EventBatch expected = script.write(writer);

        if (!writer.overflowed()) {
            assertThat(EventBatch.parseFrom(Arrays.copyOf(buffer.byteArray(), writer.length())))
                    .isEqualTo(expected);
        }
    }
}
