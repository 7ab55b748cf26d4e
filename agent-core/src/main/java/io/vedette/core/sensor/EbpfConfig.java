package io.vedette.core.sensor;

import java.nio.file.Path;
import org.agrona.BitUtil;

/// How the eBPF sensor is set up.
///
/// @param ringBytes size of the ring that process events go through, and of the one for files: a power of two,
///     at least 64 KiB
/// @param procfs where procfs is mounted
/// @param coalesceNs for how long repeated opens that only read are told together; 0: each is told alone
/// @param fileRate file events a second of one cgroup, once the file ring is half full; 0: no limit
/// @param turnNs between two looks at the rings while records come
/// @param dozeNs how long few events of files may wait in their ring; 0: each wakes the reader
public record EbpfConfig(int ringBytes, Path procfs, long coalesceNs, int fileRate, long turnNs, long dozeNs) {

    public static final long DEFAULT_COALESCE_NS = 1_000_000_000;
    public static final int DEFAULT_FILE_RATE = 5_000;
    public static final long DEFAULT_TURN_NS = 1_000_000;

    /// A thread that is woken costs the task more than an event of a file does.
    private static final long DOZE_NS = 250_000_000;

    /// Who wants batches younger than this wants each event at once.
    private static final long SHORT_FLUSH_NS = 5_000_000;

    /// An eighth of a ring at 60 MB a second, which is some 300,000 events.
    private static final long TURN_NS_PER_BYTE = 2;

    public static final int MIN_RING_BYTES = 64 * 1024;
    public static final int MAX_RING_BYTES = 256 * 1024 * 1024;
    public static final int DEFAULT_RING_BYTES = 4 * 1024 * 1024;

    public EbpfConfig {
        if (!BitUtil.isPowerOfTwo(ringBytes) || ringBytes < MIN_RING_BYTES || ringBytes > MAX_RING_BYTES) {
            throw new IllegalArgumentException(
                    "ring size must be a power of two from 64 KiB to 256 MiB: ringBytes=" + ringBytes);
        }
    }

    public EbpfConfig(int ringBytes, Path procfs, long coalesceNs, int fileRate) {
        this(ringBytes, procfs, coalesceNs, fileRate, DEFAULT_TURN_NS, 0);
    }

    public EbpfConfig(int ringBytes, Path procfs) {
        this(ringBytes, procfs, DEFAULT_COALESCE_NS, DEFAULT_FILE_RATE);
    }

    /// The rings are looked at a little more often than a batch may get old, so that what is brought then goes at
    /// once; and often enough that a ring has no time to fill. Unless that is to be soon, a few events of
    /// files wait for others.
    ///
    /// @param flushIntervalNs how old a batch may get
    public EbpfConfig withFlushInterval(long flushIntervalNs) {
        long bearableNs = Math.max(DEFAULT_TURN_NS, TURN_NS_PER_BYTE * ringBytes);
        long turn = Math.min(flushIntervalNs * 4 / 5, bearableNs);
        long doze = flushIntervalNs < SHORT_FLUSH_NS ? 0 : DOZE_NS;
        return new EbpfConfig(ringBytes, procfs, coalesceNs, fileRate, turn, doze);
    }

    /// Connections are fewer than files.
    public int networkRingBytes() {
        return Math.max(MIN_RING_BYTES, ringBytes / 4);
    }

    public static EbpfConfig defaults() {
        return new EbpfConfig(DEFAULT_RING_BYTES, Path.of("/proc"));
    }
}
