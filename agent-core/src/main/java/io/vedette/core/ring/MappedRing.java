package io.vedette.core.ring;

import io.vedette.core.ffi.Libc;
import org.agrona.concurrent.UnsafeBuffer;

/// The mapped pages of a BPF ring buffer, and waiting for something in them.
///
/// One thread uses it. After [#close()] the pages are gone: nothing may be called any more.
public final class MappedRing implements AutoCloseable {

    /// Whether the ring could be mapped.
    public sealed interface Result {
        /// It is; its owner closes it.
        record Mapped(MappedRing ring) implements Result {}

        /// It could not be.
        ///
        /// @param errno positive
        record NotMapped(int errno) implements Result {}
    }

    private final Libc libc;
    private final long consumerAddress;
    private final long producerAddress;
    private final int pageSize;
    private final int capacity;
    private final KernelRing ring;

    private MappedRing(Libc libc, long consumerAddress, long producerAddress, int pageSize, int capacity) {
        this.libc = libc;
        this.consumerAddress = consumerAddress;
        this.producerAddress = producerAddress;
        this.pageSize = pageSize;
        this.capacity = capacity;
        this.ring = new KernelRing(
                new UnsafeBuffer(consumerAddress, pageSize),
                new UnsafeBuffer(producerAddress, (int) KernelRing.mappedBytes(pageSize, capacity)),
                pageSize,
                capacity);
    }

    /// Maps a ring's pages.
    ///
    /// @param fd of the ring's map, which the caller keeps open
    /// @param capacity bytes that the ring was made with
    public static Result map(Libc libc, int fd, int capacity) {
        int pageSize = libc.pageSize();
        long consumer = libc.mmap(0, pageSize, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, fd, 0);
        if (consumer < 0) {
            return new Result.NotMapped((int) -consumer);
        }
        long length = KernelRing.mappedBytes(pageSize, capacity);
        long producer = libc.mmap(0, length, Libc.PROT_READ, Libc.MAP_SHARED, fd, pageSize);
        if (producer < 0) {
            libc.munmap(consumer, pageSize);
            return new Result.NotMapped((int) -producer);
        }
        return new Result.Mapped(new MappedRing(libc, consumer, producer, pageSize, capacity));
    }

    /// Valid until [#close()].
    public KernelRing ring() {
        return ring;
    }

    @Override
    public void close() {
        libc.munmap(consumerAddress, pageSize);
        libc.munmap(producerAddress, KernelRing.mappedBytes(pageSize, capacity));
    }
}
