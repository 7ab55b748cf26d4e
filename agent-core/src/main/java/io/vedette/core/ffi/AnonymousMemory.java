package io.vedette.core.ffi;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/// Memory straight from the kernel: a page of it is resident only once it was touched, so tables can be made
/// for the worst case and cost what they hold.
///
/// Used by one thread. After [#close] nobody may touch what it gave: that would end the JVM.
public final class AnonymousMemory implements AutoCloseable {

    private final Libc libc = new Libc();
    private final List<UnsafeBuffer> given = new ArrayList<>();

    /// @return zeroed, aligned to a page
    /// @throws OutOfMemoryError when the kernel has none
    public UnsafeBuffer zeroed(int bytes) {
        long address =
                libc.mmap(0, bytes, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
        if (address < 0) {
            throw new OutOfMemoryError("mmap of " + bytes + " bytes: " + Errno.name((int) address));
        }
        UnsafeBuffer buffer = new UnsafeBuffer(address, bytes);
        given.add(buffer);
        return buffer;
    }

    /// Takes the whole pages of a buffer's first bytes out of memory; they read as zero from then on.
    public void release(UnsafeBuffer buffer, int bytes) {
        libc.madvise(buffer.addressOffset(), bytes, Libc.MADV_DONTNEED);
    }

    @Override
    public void close() {
        given.forEach(buffer -> libc.munmap(buffer.addressOffset(), buffer.capacity()));
        given.clear();
    }
}
