package io.vedette.core.main;

import io.vedette.core.config.AgentConfig;
import io.vedette.core.config.ByteSize;
import io.vedette.core.config.ConfigException;
import io.vedette.core.config.TimeSpan;
import io.vedette.core.context.LabelFilter;
import io.vedette.core.mask.MaskConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The options of an agent as they stand on the command line, in `VEDETTE_…` variables and in the
/// configuration file.
final class AgentOptions {

    @Mixin
    SpoolOptions spool = new SpoolOptions();

    @Mixin
    TierOption tier = new TierOption();

    @Option(
            names = "--kernel-ring",
            paramLabel = "BYTES",
            defaultValue = "4MiB",
            converter = Bytes.class,
            description = "each of the sensor's rings, a power of two; the network's is a quarter of it "
                    + "(default: ${DEFAULT-VALUE})")
    long kernelRing;

    @Option(
            names = "--container-ring",
            paramLabel = "BYTES",
            defaultValue = "1MiB",
            converter = Bytes.class,
            description = "each container's ring, a power of two (default: ${DEFAULT-VALUE})")
    long containerRing;

    @Option(
            names = "--max-rings",
            paramLabel = "N",
            defaultValue = "32",
            description = "containers beyond this number share one ring (default: ${DEFAULT-VALUE})")
    int maxRings;

    @Option(
            names = "--max-containers",
            paramLabel = "N",
            defaultValue = "512",
            description =
                    "how many containers are told apart, a minute after their end too (default: ${DEFAULT-VALUE})")
    int maxContainers;

    @Option(
            names = "--max-processes",
            paramLabel = "N",
            defaultValue = "32768",
            description = "how many processes are known at a time (default: ${DEFAULT-VALUE})")
    int maxProcesses;

    @Option(
            names = "--process-bytes",
            paramLabel = "BYTES",
            defaultValue = "16MiB",
            converter = Bytes.class,
            description = "memory for the paths and arguments of processes (default: ${DEFAULT-VALUE})")
    long processBytes;

    @Option(
            names = "--batch-bytes",
            paramLabel = "BYTES",
            defaultValue = "128KiB",
            converter = Bytes.class,
            description = "a batch is closed before it gets larger (default: ${DEFAULT-VALUE})")
    long batchBytes;

    @Option(
            names = "--flush-interval",
            paramLabel = "TIME",
            defaultValue = "5ms",
            converter = Time.class,
            description =
                    "a batch is closed when it is that old, or up to eight times that from some 1,600 events a second on; a few "
                            + "events of files wait up to 250 ms for others, unless it is below the default "
                            + "(default: ${DEFAULT-VALUE})")
    Duration flushInterval = Duration.ZERO;

    @Option(
            names = "--heartbeat",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = Time.class,
            description = "time between reports of health and books; ten times as long while nothing changes "
                    + "(default: ${DEFAULT-VALUE})")
    Duration heartbeat = Duration.ZERO;

    @Option(
            names = "--stop-timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Time.class,
            description = "how long a stop may take to deliver what waits; keep it below the time after which the "
                    + "container's runtime kills (default: ${DEFAULT-VALUE})")
    Duration stopTimeout = Duration.ZERO;

    @Option(
            names = "--mask",
            paramLabel = "NAME",
            split = ",",
            description = "more names of options and variables whose values in arguments become ***")
    List<String> mask = new ArrayList<>();

    @Option(names = "--no-mask", description = "tell arguments as they are, with the secrets in them")
    boolean noMask;

    @Option(
            names = "--labels",
            paramLabel = "PATTERN",
            split = ",",
            defaultValue = LabelFilter.DEFAULT,
            description = "labels of containers that are told, * for anything (default: ${DEFAULT-VALUE})")
    List<String> labels = new ArrayList<>();

    @Option(
            names = "--host-root",
            paramLabel = "DIR",
            defaultValue = "/",
            description = "where the host's files are seen that container runtimes leave: names and images are "
                    + "read from them (default: ${DEFAULT-VALUE})")
    Path hostRoot = Path.of("/");

    @Option(
            names = "--nested-containers",
            description = "tell containers that run within a container apart, by the ids that they get there; else "
                    + "all is the outer one's, which can't pretend to be another")
    boolean nestedContainers;

    @Mixin
    LimitOptions limits = new LimitOptions();

    @Mixin
    DeliveryOptions delivery = new DeliveryOptions();

    @Mixin
    FilterOptions filters = new FilterOptions();

    @Mixin
    HealthOptions health = new HealthOptions();

    AgentConfig toConfig(Map<String, String> environment, boolean strict) {
        return new AgentConfig(
                delivery.toConfig(environment),
                spool.toSettings(),
                tier.tier,
                tier.debuggers,
                tier.watchPaths,
                clamp(kernelRing),
                clamp(containerRing),
                maxRings,
                maxContainers,
                maxProcesses,
                clamp(processBytes),
                clamp(batchBytes),
                flushInterval,
                heartbeat,
                stopTimeout,
                new MaskConfig(!noMask, mask),
                labels,
                hostRoot,
                nestedContainers,
                filters.toFilters(),
                filters.file,
                limits.toConfig(),
                health.toConfig(),
                strict);
    }

    /// What is too large for an `int` is too large for every option that takes one: the check says so.
    private static int clamp(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /// picocli shows the message of its own exception alone, and of any other the class too.
    private static <T> T converted(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (ConfigException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }

    /// For picocli.
    static final class Bytes implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return converted(text, ByteSize::parse);
        }
    }

    /// For picocli.
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return converted(text, TimeSpan::parse);
        }
    }
}
