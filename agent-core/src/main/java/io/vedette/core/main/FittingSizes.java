package io.vedette.core.main;

import io.vedette.core.config.AgentConfig;
import io.vedette.core.limits.MemorySizes;

/// The sizes as configured, or as much of them as the memory limit allows.
final class FittingSizes {

    private static final long MIB = 1 << 20;

    private FittingSizes() {}

    /// @param limitBytes 0 for none
    static MemorySizes of(AgentConfig config, long limitBytes, OperatorLog log) {
        MemorySizes wanted = new MemorySizes(
                config.kernelRingBytes(),
                config.containerRingBytes(),
                config.maxRings(),
                config.maxProcesses(),
                config.processBytes());
        long heapBytes = Runtime.getRuntime().maxMemory();
        if (limitBytes == 0 || wanted.sum(heapBytes) <= limitBytes) {
            return wanted;
        }
        MemorySizes sizes = wanted.fit(heapBytes, limitBytes);
        long sum = sizes.sum(heapBytes);
        log.say("what is configured may come to " + wanted.sum(heapBytes) / MIB + " MiB, the memory limit is "
                + limitBytes / MIB + " MiB: goes on with " + sizes + ", " + sum / MIB + " MiB"
                + (sum > limitBytes ? "; that is too much still: raise the limit" : ""));
        return sizes;
    }
}
