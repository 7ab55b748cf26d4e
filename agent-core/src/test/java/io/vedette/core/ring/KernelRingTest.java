package io.vedette.core.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.vedette.core.event.RecordHandler;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class KernelRingTest {

    private static final int PAGE = 4096;
    private static final int CAPACITY = 4096;
    private static final int BUSY = 1 << 31;
    private static final int DISCARD = 1 << 30;

    private final UnsafeBuffer consumer = new UnsafeBuffer(ByteBuffer.allocateDirect(PAGE));
    private final UnsafeBuffer producer = new UnsafeBuffer(ByteBuffer.allocateDirect(PAGE + 2 * CAPACITY));
    private final KernelRing ring = new KernelRing(consumer, producer, PAGE, CAPACITY);
    private final List<String> seen = new ArrayList<>();

    /// What the kernel does on reserve: the data is there twice, as its pages are mapped.
    private long reserve(String text, int bits) {
        long position = producer.getLong(0);
        byte[] bytes = new byte[BitUtil.align(text.length() + 8, 8)];
        UnsafeBuffer record = new UnsafeBuffer(bytes);
        record.putInt(0, text.length() | bits);
        record.putStringWithoutLengthAscii(8, text);
        for (int i = 0; i < bytes.length; i++) {
            int at = (int) ((position + i) & (CAPACITY - 1));
            producer.putByte(PAGE + at, bytes[i]);
            producer.putByte(PAGE + CAPACITY + at, bytes[i]);
        }
        producer.putLongRelease(0, position + bytes.length);
        return position;
    }

    private void commit(long position, int length, int bits) {
        int at = (int) (position & (CAPACITY - 1));
        producer.putIntRelease(PAGE + at, length | bits);
        producer.putIntRelease(PAGE + CAPACITY + at, length | bits);
    }

    private int poll(int limit) {
        return ring.poll(
                (buffer, offset, length) -> seen.add(buffer.getStringWithoutLengthAscii(offset, length)), limit);
    }

    @Test
    void handsOverRecordsInOrder() {
        reserve("first", 0);
        reserve("", 0);
        reserve("third one", 0);

        assertThat(poll(10)).isEqualTo(3);
        assertThat(seen).containsExactly("first", "", "third one");
        assertThat(consumer.getLong(0)).isEqualTo(producer.getLong(0));
    }

    @Test
    void findsNothingInAnEmptyRing() {
        assertThat(poll(10)).isZero();
        assertThat(ring.waitingBytes()).isZero();
    }

    @Test
    void stopsAtTheLimit() {
        reserve("a", 0);
        reserve("b", 0);

        assertThat(poll(1)).isEqualTo(1);
        assertThat(seen).containsExactly("a");
        assertThat(ring.waitingBytes()).isEqualTo(16);
        assertThat(poll(1)).isEqualTo(1);
        assertThat(seen).containsExactly("a", "b");
    }

    @Test
    void waitsForARecordThatIsStillBeingWritten() {
        reserve("a", 0);
        long position = reserve("busy", BUSY);
        reserve("c", 0);

        assertThat(poll(10)).isEqualTo(1);
        assertThat(poll(10)).isZero();
        commit(position, 4, 0);

        assertThat(poll(10)).isEqualTo(2);
        assertThat(seen).containsExactly("a", "busy", "c");
    }

    @Test
    void skipsDiscardedRecords() {
        reserve("given up", DISCARD);
        reserve("kept", 0);
        reserve("given up too", DISCARD);

        assertThat(poll(10)).isEqualTo(1);
        assertThat(seen).containsExactly("kept");
        assertThat(ring.waitingBytes()).isZero();
    }

    @Test
    void readsRecordsThatWrapInOnePiece() {
        String text = "x".repeat(1000);
        for (int i = 0; i < 50; i++) {
            reserve(text + i, 0);
            assertThat(poll(10)).isEqualTo(1);
            assertThat(seen.getLast()).isEqualTo(text + i);
        }
        assertThat(consumer.getLong(0)).isGreaterThan(10L * CAPACITY);
    }

    @Test
    void goesOnWhereAReaderBeforeItStopped() {
        reserve("old", 0);
        poll(1);
        reserve("new", 0);
        seen.clear();

        KernelRing again = new KernelRing(consumer, producer, PAGE, CAPACITY);
        again.poll((buffer, offset, length) -> seen.add(buffer.getStringWithoutLengthAscii(offset, length)), 10);

        assertThat(seen).containsExactly("new");
    }

    @Test
    void aRecordWhoseHandlerThrowsIsNotReadAgain() {
        reserve("bad", 0);
        reserve("good", 0);

        assertThatThrownBy(() -> ring.poll(
                        (buffer, offset, length) -> {
                            throw new IllegalStateException("bad record");
                        },
                        10))
                .hasMessage("bad record");
        assertThat(poll(10)).isEqualTo(1);
        assertThat(seen).containsExactly("good");
    }

    @Test
    void refusesACapacityThatIsNoPowerOfTwo() {
        assertThatThrownBy(() -> new KernelRing(consumer, producer, PAGE, 3000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity=3000");
    }

    @Test
    void pollingMakesNoGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] bytes = new long[1];
        RecordHandler handler = (buffer, offset, length) -> bytes[0] += length;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 20; i++) {
                reserve("some record of a usual length", 0);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            ring.poll(handler, 100);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).isZero();
        assertThat(bytes[0]).isEqualTo(200L * 20 * 29);
    }
}
