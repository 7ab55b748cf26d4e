package io.vedette.core.limits;

/// The sizes that decide how much memory the agent may come to use, all of them bounds from the start on.
///
/// @param kernelRingBytes of the rings for processes and for files; the network's is a quarter of it
/// @param containerRingBytes of each container's ring
/// @param maxRings how many of those
/// @param maxProcesses in the process table
/// @param processBytes for their paths and arguments
public record MemorySizes(
        long kernelRingBytes, long containerRingBytes, int maxRings, int maxProcesses, long processBytes) {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    /// Beside the heap: code, classes, stacks, buffers of the network and the spool, libraries.
    private static final long OF_THE_JVM = 68 * MIB;

    /// The hooks' maps beside the rings.
    private static final long OF_THE_HOOKS = 13 * MIB;

    /// A slot and its places in indexes.
    private static final long PROCESS = 320;

    private static final MemorySizes LEAST = new MemorySizes(256 * KIB, 256 * KIB, 8, 4096, 2 * MIB);

    /// What it all comes to when everything is full.
    ///
    /// @param heapBytes the most that the heap may have
    public long sum(long heapBytes) {
        return heapBytes + OF_THE_JVM + OF_THE_HOOKS + kernelRings() + containerRings() + processes();
    }

    private long kernelRings() {
        return 2 * kernelRingBytes + kernelRingBytes / 4;
    }

    private long containerRings() {
        return containerRingBytes * maxRings;
    }

    private long processes() {
        return maxProcesses * PROCESS + processBytes;
    }

    /// Halves the largest part until all fits, or nothing is left to halve.
    ///
    /// @param heapBytes the most that the heap may have
    /// @param limitBytes what all must fit into
    public MemorySizes fit(long heapBytes, long limitBytes) {
        MemorySizes fitting = this;
        while (fitting.sum(heapBytes) > limitBytes) {
            MemorySizes smaller = fitting.smaller();
            if (smaller.equals(fitting)) {
                return fitting;
            }
            fitting = smaller;
        }
        return fitting;
    }

    private MemorySizes smaller() {
        long rings = maxRings > LEAST.maxRings || containerRingBytes > LEAST.containerRingBytes ? containerRings() : 0;
        long table = maxProcesses > LEAST.maxProcesses || processBytes > LEAST.processBytes ? processes() : 0;
        long kernel = kernelRingBytes > LEAST.kernelRingBytes ? kernelRings() : 0;
        if (rings >= table && rings >= kernel && rings > 0) {
            return maxRings > LEAST.maxRings
                    ? new MemorySizes(
                            kernelRingBytes,
                            containerRingBytes,
                            half(maxRings, LEAST.maxRings),
                            maxProcesses,
                            processBytes)
                    : new MemorySizes(kernelRingBytes, containerRingBytes / 2, maxRings, maxProcesses, processBytes);
        }
        if (table >= kernel && table > 0) {
            return new MemorySizes(
                    kernelRingBytes,
                    containerRingBytes,
                    maxRings,
                    half(maxProcesses, LEAST.maxProcesses),
                    Math.min(processBytes, Math.max(LEAST.processBytes, processBytes / 2 / (32 * KIB) * (32 * KIB))));
        }
        return kernel > 0
                ? new MemorySizes(kernelRingBytes / 2, containerRingBytes, maxRings, maxProcesses, processBytes)
                : this;
    }

    private static int half(int value, int least) {
        return Math.min(value, Math.max(least, value / 2));
    }

    /// As options.
    @Override
    public String toString() {
        return "--kernel-ring " + kernelRingBytes / KIB + "KiB --container-ring " + containerRingBytes / KIB
                + "KiB --max-rings " + maxRings + " --max-processes " + maxProcesses + " --process-bytes "
                + processBytes / KIB + "KiB";
    }
}
