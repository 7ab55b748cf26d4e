package io.vedette.core.ring;

import io.vedette.core.ffi.AnonymousMemory;
import org.agrona.concurrent.UnsafeBuffer;

/// Memory of which only touched pages are resident.
///
/// @param pages belongs to the caller
public record PagedMemory(AnonymousMemory pages) implements Memory {

    @Override
    public UnsafeBuffer zeroed(int bytes) {
        return pages.zeroed(bytes);
    }

    @Override
    public void release(UnsafeBuffer buffer, int bytes) {
        pages.release(buffer, bytes);
    }
}
