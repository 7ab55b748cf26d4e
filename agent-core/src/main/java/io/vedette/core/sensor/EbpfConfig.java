package io.vedette.core.sensor;

import java.nio.file.Path;
import org.agrona.BitUtil;

/// How the eBPF sensor is set up.
///
/// @param ringBytes size of the ring that process events go through, and of the one for files: a power of two,
///     at least 64 KiB
/// @param procfs where procfs is mounted
public record EbpfConfig(int ringBytes, Path procfs) {

    public static final int MIN_RING_BYTES = 64 * 1024;
    public static final int MAX_RING_BYTES = 256 * 1024 * 1024;
    public static final int DEFAULT_RING_BYTES = 4 * 1024 * 1024;

    public EbpfConfig {
        if (!BitUtil.isPowerOfTwo(ringBytes) || ringBytes < MIN_RING_BYTES || ringBytes > MAX_RING_BYTES) {
            throw new IllegalArgumentException(
                    "ring size must be a power of two from 64 KiB to 256 MiB: ringBytes=" + ringBytes);
        }
    }

    /// Connections are fewer than files.
    public int networkRingBytes() {
        return Math.max(MIN_RING_BYTES, ringBytes / 4);
    }

    public static EbpfConfig defaults() {
        return new EbpfConfig(DEFAULT_RING_BYTES, Path.of("/proc"));
    }
}
