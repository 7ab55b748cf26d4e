package io.vedette.transport.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.vedette.transport.TestBatches;
import io.vedette.v1.EventBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What goes through one frame comes out message by message, whatever there is in it.
final class ContinuedCompressorTest {

    private static final int ROOM = 1 << 20;

    private final ContinuedCompressor compressor = new ContinuedCompressor();
    private final ContinuedDecompressor decompressor;

    ContinuedCompressorTest() throws IOException {
        decompressor = new ContinuedDecompressor();
    }

    @AfterEach
    void close() {
        compressor.close();
        decompressor.close();
    }

    @Test
    void eachMessageComesOutOfItsOwnBytes() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] batch = new byte[i < 600 ? i : random.nextInt(1, i % 100 == 0 ? 400_000 : 5_000)];
            if (i % 3 == 0) {
                random.nextBytes(batch);
            } else {
                java.util.Arrays.fill(batch, (byte) i);
            }

            assertThat(decompressor.next(send(batch, i % 7), ROOM, ROOM)).isEqualTo(batch);
        }
    }

    @Test
    void aBatchLikeTheOneBeforeTakesNextToNothing() {
        int first = sizeOf(1);
        int second = sizeOf(2);

        assertThat(first).isGreaterThan(100);
        assertThat(second).isLessThan(50);
    }

    /// As many bytes as its reader keeps, one less and one more: the next message is read all the same.
    @Test
    void whatIsTooLongIsReadPast() throws Exception {
        for (int length = 9_998; length <= 10_002; length++) {
            byte[] batch = new byte[length];
            new Random(length).nextBytes(batch);

            assertThat(decompressor.next(send(batch, 0), 10_000, 40_000)).hasSize(Math.min(length, 10_000));
            assertThat(decompressor.next(send(new byte[] {1, 2}, 0), 10_000, 40_000))
                    .containsExactly(1, 2);
        }
        assertThat(decompressor.next(send(new byte[40_000], 0), 10_000, 40_000)).hasSize(10_000);
        assertThat(decompressor.next(send(new byte[] {3}, 0), 10_000, 40_000)).containsExactly(3);
    }

    @Test
    void whatInflatesWithoutEndIsNot() throws Exception {
        ByteArrayInputStream bomb = send(new byte[64 << 20], 0);

        assertThat(bomb.available()).isLessThan(10_000);
        assertThatThrownBy(() -> decompressor.next(bomb, 10_000, 40_000))
                .isInstanceOf(IOException.class)
                .hasMessage("a message inflates to more than 40000 bytes");
    }

    @Test
    void whatContinuesNothingIsAnError() {
        assertThatThrownBy(() -> decompressor.next(new ByteArrayInputStream(new byte[] {1, 2, 3, 4, 5, 6}), 100, 100))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aFrameThatWantsMoreMemoryIsAnError() {
        byte[] random = new byte[1 << 20];
        new Random(1).nextBytes(random);

        assertThatThrownBy(() -> decompressor.next(new ByteArrayInputStream(Zstd.compress(random)), ROOM, ROOM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("memory");
    }

    private int sizeOf(long sequence) {
        byte[] batch = TestBatches.batch(1, sequence, 100).toByteArray();
        return compressor.compress(new UnsafeBuffer(batch), 0, batch.length).capacity();
    }

    /// A batch, and what is around it in its buffer, on its way through the message that has it.
    private ByteArrayInputStream send(byte[] batch, int offset) throws IOException {
        byte[] around = new byte[offset + batch.length + 3];
        System.arraycopy(batch, 0, around, offset, batch.length);
        DirectBuffer message = compressor.compress(new UnsafeBuffer(around), offset, batch.length);
        byte[] bytes = new byte[message.capacity()];
        message.getBytes(0, bytes);
        EventBatch read = EventBatch.parseFrom(bytes);
        assertThat(read.toBuilder().clearContinued().build()).isEqualTo(EventBatch.getDefaultInstance());
        return new ByteArrayInputStream(read.getContinued().toByteArray());
    }
}
