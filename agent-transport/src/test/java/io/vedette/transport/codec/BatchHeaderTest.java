package io.vedette.transport.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.TestBatches;
import io.vedette.v1.EventBatch;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class BatchHeaderTest {

    private final BatchHeader header = new BatchHeader();

    @Test
    void readsInstanceAndSequence() {
        byte[] bytes = TestBatches.batch(0x42, 0x1122_3344_5566_7788L, 10).toByteArray();
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[bytes.length + 5]);
        buffer.putBytes(5, bytes);

        assertThat(header.read(buffer, 5, bytes.length)).isTrue();
        assertThat(header.instanceHigh()).isEqualTo(TestBatches.HIGH);
        assertThat(header.instanceLow()).isEqualTo(0x42);
        assertThat(header.sequence()).isEqualTo(0x1122_3344_5566_7788L);
    }

    @Test
    void refusesWhatDoesNotStartLikeABatch() {
        byte[] bytes = TestBatches.batch(1, 1, 0).toByteArray();
        byte[] withoutId = EventBatch.newBuilder().setSequence(1).build().toByteArray();

        assertThat(read(Arrays.copyOf(bytes, BatchHeader.LENGTH - 1))).isFalse();
        assertThat(read(Arrays.copyOf(withoutId, 40))).isFalse();
        assertThat(read(new byte[0])).isFalse();
        for (int position : new int[] {0, 1, 18}) {
            byte[] broken = bytes.clone();
            broken[position]++;
            assertThat(read(broken)).as("byte %d", position).isFalse();
        }
    }

    private boolean read(byte[] bytes) {
        return header.read(new UnsafeBuffer(bytes), 0, bytes.length);
    }
}
