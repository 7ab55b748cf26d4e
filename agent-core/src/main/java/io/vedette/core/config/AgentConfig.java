package io.vedette.core.config;

import io.vedette.core.filter.Filters;
import io.vedette.core.limits.LimitConfig;
import io.vedette.core.mask.MaskConfig;
import io.vedette.transport.stream.PublisherConfig;
import io.vedette.transport.stream.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that can be set for an agent, checked.
///
/// @param delivery to which endpoints, and how
/// @param spool where batches wait until they are acknowledged
/// @param tier which way of watching is used
/// @param debuggers programs that the tracer makes room for
/// @param watchPaths whose changes are watched without eBPF, beside the sensitive files; absolute
/// @param kernelRingBytes of the sensor's rings for processes and for files; the network's is a quarter of it
/// @param containerRingBytes of each container's ring
/// @param maxRings how many containers have a ring of their own
/// @param maxContainers how many are told apart
/// @param maxProcesses how many process images are known at a time
/// @param processBytes for their paths and arguments
/// @param maxBatchBytes a batch is closed before it gets larger
/// @param flushInterval a batch is closed when it is that old
/// @param heartbeat between reports of the books, when anything changed
/// @param stopTimeout for what waits to be delivered at the end
/// @param mask what of arguments is not told
/// @param labels patterns of those labels of containers that are told
/// @param hostRoot where the host's files are seen that container runtimes leave
/// @param nestedContainers whether containers within containers are told apart
/// @param filters what is not wanted
/// @param filtersFile adds to these, and is read again when it changes; null for none
/// @param limits what the agent allows itself
/// @param health how the agent tells of itself
/// @param strict whether a fault is told by the exit code
public record AgentConfig(
        PublisherConfig delivery,
        SpoolSettings spool,
        Tier tier,
        List<String> debuggers,
        List<String> watchPaths,
        int kernelRingBytes,
        int containerRingBytes,
        int maxRings,
        int maxContainers,
        int maxProcesses,
        int processBytes,
        int maxBatchBytes,
        Duration flushInterval,
        Duration heartbeat,
        Duration stopTimeout,
        MaskConfig mask,
        List<String> labels,
        Path hostRoot,
        boolean nestedContainers,
        Filters filters,
        @Nullable Path filtersFile,
        LimitConfig limits,
        HealthConfig health,
        boolean strict) {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final int MAX_WATCH_PATHS = 256;

    /// @throws ConfigException with one line that says which option is wrong and what it should be
    public AgentConfig {
        labels = List.copyOf(labels);
        debuggers = List.copyOf(debuggers);
        watchPaths = List.copyOf(watchPaths);
        require(
                watchPaths.size() <= MAX_WATCH_PATHS,
                "--watch-path may have at most " + MAX_WATCH_PATHS + " paths, not " + watchPaths.size());
        require(
                watchPaths.isEmpty() || tier == Tier.AUTO || tier == Tier.EBPF,
                "--watch-path does nothing with --tier " + tier.text()
                        + ", which sees no files: leave one of them out");
        Timeouts timeouts = delivery.timeouts();
        range("--connect-timeout", timeouts.connect(), Duration.ofMillis(100), Duration.ofMinutes(2));
        range("--ack-timeout", timeouts.ack(), Duration.ofSeconds(1), Duration.ofMinutes(10));
        range("--keepalive", timeouts.keepalive(), Duration.ofSeconds(10), Duration.ofMinutes(10));
        powerOfTwo("--kernel-ring", kernelRingBytes, 64 * KIB, 256 * MIB);
        // A ring takes records of an eighth of its size; the longest has 29 KiB.
        powerOfTwo("--container-ring", containerRingBytes, 256 * KIB, 64 * MIB);
        range("--max-rings", maxRings, 2, 4096);
        range("--max-containers", maxContainers, 16, 65536);
        range("--max-processes", maxProcesses, 256, 4 * 1024 * 1024);
        range("--process-bytes", processBytes, MIB, 1024 * MIB);
        require(processBytes % (32 * KIB) == 0, "--process-bytes must be a multiple of 32KiB, not " + processBytes);
        // One event and its process may need 83 KiB, when all arguments are empty, and an eighth goes to ancestors.
        range("--batch-bytes", maxBatchBytes, 128 * KIB, 255 * KIB);
        range("--flush-interval", flushInterval, Duration.ofNanos(1000), Duration.ofSeconds(10));
        range("--heartbeat", heartbeat, Duration.ofMillis(100), Duration.ofSeconds(30));
        range("--cpu-budget", limits.cpuBudgetPercent(), 0, 100);
        range("--nice", limits.nice(), 0, 19);
        range("--stop-timeout", stopTimeout, Duration.ZERO, Duration.ofMinutes(2));
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new ConfigException(problem);
        }
    }

    static void range(String option, long value, long min, long max) {
        require(value >= min && value <= max, option + " must be from " + min + " to " + max + ", not " + value);
    }

    private static void range(String option, Duration value, Duration min, Duration max) {
        require(
                value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
                option + " must be from " + TimeSpan.format(min) + " to " + TimeSpan.format(max) + ", not "
                        + TimeSpan.format(value));
    }

    private static void powerOfTwo(String option, int value, long min, long max) {
        range(option, value, min, max);
        require(Integer.bitCount(value) == 1, option + " must be a power of two, not " + value);
    }
}
