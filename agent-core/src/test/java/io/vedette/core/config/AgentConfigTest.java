package io.vedette.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.filter.Filters;
import io.vedette.core.limits.LimitConfig;
import io.vedette.core.mask.MaskConfig;
import io.vedette.transport.stream.Endpoint;
import io.vedette.transport.stream.PublisherConfig;
import io.vedette.transport.stream.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AgentConfigTest {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    private final Endpoint endpoint = Endpoint.parse("https://host");
    private Timeouts timeouts = Timeouts.DEFAULT;
    private long quota = 256L * MIB;
    private Tier tier = Tier.AUTO;
    private List<String> watchPaths = List.of();
    private int kernelRing = 4 * MIB;
    private int containerRing = 512 * KIB;
    private int maxRings = 32;
    private int maxContainers = 4096;
    private int maxProcesses = 32768;
    private int processBytes = 16 * MIB;
    private int batchBytes = 128 * KIB;
    private Duration flush = Duration.ofMillis(5);
    private Duration heartbeat = Duration.ofSeconds(1);
    private LimitConfig limits = LimitConfig.defaults();
    private Duration stop = Duration.ofSeconds(10);

    private AgentConfig config() {
        return new AgentConfig(
                PublisherConfig.defaults(List.of(endpoint)).with(timeouts),
                new SpoolSettings(Path.of("spool"), quota, 16 << 20),
                tier,
                List.of(),
                watchPaths,
                kernelRing,
                containerRing,
                maxRings,
                maxContainers,
                maxProcesses,
                processBytes,
                batchBytes,
                flush,
                heartbeat,
                stop,
                MaskConfig.DEFAULT,
                List.of(),
                Path.of("/"),
                false,
                Filters.NONE,
                null,
                limits,
                HealthConfig.DEFAULT,
                false);
    }

    private void isRefused(String message) {
        assertThatThrownBy(this::config).isInstanceOf(ConfigException.class).hasMessage(message);
    }

    @Test
    void takesTheDefaults() {
        assertThat(config().delivery().endpoints()).containsExactly(endpoint);
    }

    @Test
    void pathsAreWatchedOnlyWhereFilesAre() {
        watchPaths = List.of("/data");
        tier = Tier.EBPF;
        assertThat(config().watchPaths()).containsExactly("/data");

        tier = Tier.PTRACE;
        isRefused("--watch-path does nothing with --tier ptrace, which sees no files: leave one of them out");
    }

    @Test
    void pathsAreBounded() {
        watchPaths = Collections.nCopies(257, "/data");
        isRefused("--watch-path may have at most 256 paths, not 257");
    }

    @Test
    void pingsAreAtLeastTenSecondsApart() {
        timeouts = new Timeouts(
                timeouts.connect(),
                timeouts.ack(),
                Duration.ofSeconds(9),
                timeouts.filesCheck(),
                timeouts.firstAgain());
        isRefused("--keepalive must be from 10s to 10m, not 9s");
    }

    @Test
    void saysWhichNumberIsOutOfRange() {
        quota = 1;
        isRefused("--spool-quota must be from 4194304 to 1099511627776, not 1");
    }

    @Test
    void ringsArePowersOfTwo() {
        kernelRing = 3 * MIB;
        isRefused("--kernel-ring must be a power of two, not 3145728");
    }

    @Test
    void aContainersRingTakesTheLongestRecord() {
        containerRing = 128 * KIB;
        isRefused("--container-ring must be from 262144 to 67108864, not 131072");
    }

    @Test
    void aBatchTakesTheLargestEvent() {
        batchBytes = 64 * KIB;
        isRefused("--batch-bytes must be from 131072 to 261120, not 65536");
    }

    @Test
    void processBytesAreWholeBlocks() {
        processBytes = MIB + 1;
        isRefused("--process-bytes must be a multiple of 32KiB, not 1048577");
    }

    @Test
    void saysWhichTimeIsOutOfRangeInTheUnitsThatItIsWrittenIn() {
        flush = Duration.ZERO;
        isRefused("--flush-interval must be from 1us to 10s, not 0s");
        flush = Duration.ofMillis(5);
        heartbeat = Duration.ofMillis(99);
        isRefused("--heartbeat must be from 100ms to 30s, not 99ms");
        heartbeat = Duration.ofSeconds(1);
        stop = Duration.ofMinutes(3);
        isRefused("--stop-timeout must be from 0s to 2m, not 3m");
    }

    @Test
    void countsHaveBounds() {
        maxRings = 1;
        isRefused("--max-rings must be from 2 to 4096, not 1");
        maxRings = 2;
        maxContainers = 15;
        isRefused("--max-containers must be from 16 to 65536, not 15");
        maxContainers = 16;
        maxProcesses = 255;
        isRefused("--max-processes must be from 256 to 4194304, not 255");
    }
}
