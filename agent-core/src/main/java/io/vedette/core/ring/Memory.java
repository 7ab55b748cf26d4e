package io.vedette.core.ring;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Where tables and rings get their memory from: zeroed, aligned to 8 bytes, valid until its owner closes the
/// source.
@FunctionalInterface
public interface Memory {

    /// Of the JVM, and freed by it: every byte of it is resident at once.
    Memory OF_THE_JVM = bytes -> new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));

    UnsafeBuffer zeroed(int bytes);

    /// Lets the system have the pages of a buffer's first bytes, whose contents nobody needs: zero, or as they were,
    /// from
    /// then on.
    ///
    /// @param buffer from [#zeroed]
    default void release(UnsafeBuffer buffer, int bytes) {}
}
