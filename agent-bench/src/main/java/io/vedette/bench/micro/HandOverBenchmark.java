package io.vedette.bench.micro;

import io.vedette.core.ring.ContainerRing;
import io.vedette.core.ring.Memory;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jctools.queues.SpscArrayQueue;
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

/// What does a container's ring add to Agrona's, for a record that goes in and comes out?
///
/// JCTools' queue is the ceiling: it hands over a reference, and copies no byte.
/// On one thread, so that it measures the code and not the traffic between two caches.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandOverBenchmark {

    private static final int RECORDS = 64;
    private static final int RING_BYTES = (1 << 18) + RingBufferDescriptor.TRAILER_LENGTH;

    private final UnsafeBuffer record = SampleRecords.exec(42, 1);
    private final ContainerRing ours = new ContainerRing(Memory.OF_THE_JVM.zeroed(RING_BYTES));
    private final OneToOneRingBuffer agrona = new OneToOneRingBuffer(Memory.OF_THE_JVM.zeroed(RING_BYTES));
    private final ContainerRing.Handler ourHandler = this::take;
    private final MessageHandler agronaHandler = (kind, buffer, offset, length) -> take(0, 0, buffer, offset, length);
    private final SpscArrayQueue<DirectBuffer> jctools = new SpscArrayQueue<>(RECORDS);
    private long sum;

    private void take(long image, int container, DirectBuffer buffer, int offset, int length) {
        sum += buffer.getLong(offset) + image + container + length;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long containerRing() {
        for (int i = 0; i < RECORDS; i++) {
            ours.offer(16, 7, 3, record, 0, record.capacity());
        }
        ours.poll(ourHandler, Integer.MAX_VALUE);
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long agronaRing() {
        for (int i = 0; i < RECORDS; i++) {
            agrona.write(16, record, 0, record.capacity());
        }
        agrona.read(agronaHandler);
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long jctoolsQueue() {
        for (int i = 0; i < RECORDS; i++) {
            jctools.offer(record);
        }
        for (DirectBuffer taken = jctools.poll(); taken != null; taken = jctools.poll()) {
            take(0, 0, taken, 0, taken.capacity());
        }
        return sum;
    }
}
