package io.vedette.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.ffi.AnonymousMemory;
import io.vedette.core.ffi.Libc;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class RingTrimTest {

    private static final int CAPACITY = 256 * 1024;
    private static final int RECORDS = 200_000;

    private final UnsafeBuffer record = new UnsafeBuffer(new byte[64]);

    private boolean offer(ContainerRing ring, long number) {
        record.putLong(0, number);
        return ring.offer(16, number, 1, record, 0, 64);
    }

    private static int drain(ContainerRing ring) {
        return ring.poll((image, container, buffer, offset, length) -> {}, Integer.MAX_VALUE);
    }

    @Test
    void anEmptyRingKeepsNoMemoryAndGoesOn() throws IOException {
        try (AnonymousMemory pages = new AnonymousMemory()) {
            RingPool rings = new RingPool(2, 4, CAPACITY, new PagedMemory(pages));
            ContainerRing ring = rings.of(2);
            for (int i = 0; i < 4_000; i++) {
                assertThat(offer(ring, i)).isTrue();
                drain(ring);
            }
            long before = residentBytes(ring);

            rings.trim();

            assertThat(before).isGreaterThanOrEqualTo(CAPACITY);
            assertThat(residentBytes(ring)).isLessThan(16 * 1024);
            assertThat(offer(ring, 7)).isTrue();
            assertThat(drain(ring)).isEqualTo(1);
        }
    }

    @Test
    void nothingIsLostWhenItIsTrimmedWhileItIsRead() {
        try (AnonymousMemory pages = new AnonymousMemory()) {
            RingPool rings = new RingPool(2, 4, CAPACITY, new PagedMemory(pages));
            ContainerRing ring = rings.of(2);
            CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> readAll(ring));
            for (long number = 0; number < RECORDS; number++) {
                while (!offer(ring, number)) {
                    Thread.onSpinWait();
                }
                if (number % 3_000 == 0) {
                    while (ring.waitingBytes() > 0) {
                        Thread.onSpinWait();
                    }
                    rings.trim();
                }
            }

            assertThat(reader.join()).isEqualTo(RECORDS);
        }
    }

    private static long readAll(ContainerRing ring) {
        long[] next = {0};
        while (next[0] < RECORDS) {
            ring.poll(
                    (image, container, buffer, offset, length) -> {
                        assertThat(image).isEqualTo(next[0]);
                        assertThat(buffer.getLong(offset)).isEqualTo(next[0]);
                        next[0]++;
                    },
                    1 << 16);
        }
        return next[0];
    }

    /// Its pages alone: the kernel may tell them in one line with mappings beside them.
    private static long residentBytes(ContainerRing ring) throws IOException {
        long page = new Libc().pageSize();
        long resident = 0;
        try (RandomAccessFile pagemap = new RandomAccessFile("/proc/self/pagemap", "r")) {
            for (long at = ring.address() / page; at <= (ring.address() + CAPACITY) / page; at++) {
                pagemap.seek(at * Long.BYTES);
                boolean isPresent = Long.reverseBytes(pagemap.readLong()) < 0;
                resident += isPresent ? page : 0;
            }
        }
        return resident;
    }
}
