package io.vedette.bench.micro;

import io.vedette.core.event.RecordHandler;
import io.vedette.core.ring.KernelRing;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long does it take to read a record from the kernel's ring, in pages that look like the kernel's?
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelRingBenchmark {

    private static final int PAGE = 4096;
    private static final int CAPACITY = 1 << 18;
    private static final int HEADER = 8;

    private final UnsafeBuffer consumer = new UnsafeBuffer(new byte[PAGE]);
    private final UnsafeBuffer producer = new UnsafeBuffer(new byte[PAGE + 2 * CAPACITY]);
    private final KernelRing ring = new KernelRing(consumer, producer, PAGE, CAPACITY);
    private final RecordHandler handler = this::take;
    private final int records = fill();
    private long position;
    private long sum;

    /// Records all over, as many as there is room for; the last one is as long as what is left.
    private int fill() {
        UnsafeBuffer record = SampleRecords.open(42);
        int step = BitUtil.align(record.capacity() + HEADER, HEADER);
        int count = CAPACITY / step;
        for (int i = 0; i < count; i++) {
            int offset = PAGE + i * step;
            int length = i < count - 1 ? record.capacity() : CAPACITY - i * step - HEADER;
            producer.putInt(offset, length, ByteOrder.nativeOrder());
            producer.putBytes(offset + HEADER, record, 0, record.capacity());
        }
        return count;
    }

    private void take(DirectBuffer buffer, int offset, int length) {
        sum += buffer.getLong(offset) + length;
    }

    /// The whole ring, which is full again each time.
    @Benchmark
    @OperationsPerInvocation(CAPACITY / 192)
    public long poll() {
        position += CAPACITY;
        producer.putLongRelease(0, position);
        if (ring.poll(handler, Integer.MAX_VALUE) != records) {
            throw new IllegalStateException("not " + records + " records");
        }
        return sum;
    }
}
