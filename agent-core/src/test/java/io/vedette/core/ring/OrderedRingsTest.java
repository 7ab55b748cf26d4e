package io.vedette.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.RecordLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class OrderedRingsTest {

    private static final int PAGE = 4096;
    private static final int CAPACITY = 8192;
    private static final int RECORD = RecordLayout.HEADER_LENGTH;
    private static final int HEADER = 8;

    /// Something happens right after the reader has looked whether there is a record.
    private static final class Pages extends UnsafeBuffer {

        private Runnable afterALook = () -> {};

        Pages() {
            super(new byte[PAGE + 2 * CAPACITY]);
        }

        @Override
        public long getLongAcquire(int index) {
            long position = super.getLongAcquire(index);
            Runnable once = afterALook;
            afterALook = () -> {};
            once.run();
            return position;
        }
    }

    /// A ring as the kernel writes it.
    private static final class Written {
        final UnsafeBuffer consumer = new UnsafeBuffer(new byte[PAGE]);
        final Pages producer = new Pages();
        final KernelRing ring = new KernelRing(consumer, producer, PAGE, CAPACITY);

        void write(long timeNs) {
            long position = producer.getLong(0);
            int at = PAGE + (int) (position & (CAPACITY - 1));
            producer.putInt(at, RECORD);
            producer.putLong(at + HEADER + RecordLayout.BOOT_TIME_NS, timeNs, ByteOrder.nativeOrder());
            producer.putLong(0, position + HEADER + RECORD);
        }
    }

    private final Written first = new Written();
    private final Written second = new Written();
    private final Written third = new Written();
    private final OrderedRings rings = new OrderedRings(List.of(first.ring, second.ring, third.ring));
    private final List<Long> times = new ArrayList<>();

    private int poll(int limit) {
        return rings.poll(
                (buffer, offset, length) ->
                        times.add(buffer.getLong(offset + RecordLayout.BOOT_TIME_NS, ByteOrder.nativeOrder())),
                limit);
    }

    @Test
    void readsTheRecordsOfAllInTheOrderOfTheirTime() {
        LongStream.of(1, 4, 5, 9).forEach(first::write);
        LongStream.of(2, 6).forEach(second::write);
        LongStream.of(3, 7, 8, 10).forEach(third::write);

        assertThat(poll(100)).isEqualTo(10);
        assertThat(times).isSorted().hasSize(10);
        assertThat(rings.waitingBytes()).isZero();
    }

    @Test
    void keepsTheLimitAndGoesOnBehindIt() {
        LongStream.of(1, 3).forEach(first::write);
        LongStream.of(2, 4).forEach(third::write);

        assertThat(poll(3)).isEqualTo(3);
        assertThat(poll(3)).isEqualTo(1);
        assertThat(times).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void emptiesTheFirstRingBeforeItIsFullWhateverTheOrder() {
        LongStream.range(1, 50).forEach(third::write);
        LongStream.range(100, 100 + CAPACITY / 2 / (RECORD + HEADER) + 1).forEach(first::write);

        poll(1);

        assertThat(times).containsExactly(100L);
    }

    /// As when the reader loses its CPU between two looks, and a file is written and run meanwhile.
    @Test
    void whatFollowsFromARecordThatCameAfterTheLookIsNotReadBeforeIt() {
        third.producer.afterALook = () -> {
            third.write(1);
            first.write(2);
        };

        poll(100);

        assertThat(times).containsExactly(1L, 2L);
    }

    /// The same while records of the first ring are being read.
    @Test
    void norIsWhatCameWhileTheFirstRingIsRead() {
        first.write(1);
        third.producer.afterALook = () -> first.producer.afterALook = () -> {
            second.write(2);
            first.write(3);
        };

        poll(100);

        assertThat(times).containsExactly(1L, 2L, 3L);
    }

    /// A process is made, and opens a file.
    @Test
    void whatTheFirstRingTellsOfAProcessComesBeforeWhatTheProcessDid() {
        second.producer.afterALook = () -> {
            first.write(1);
            third.write(2);
        };
        third.write(3);

        poll(100);

        assertThat(times).startsWith(1L).contains(2L, 3L);
    }
}
