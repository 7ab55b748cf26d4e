package io.vedette.core.main;

import io.vedette.core.config.SpoolSettings;
import io.vedette.core.pipeline.DiscardedBatches;
import io.vedette.core.pipeline.WatchedUntil;
import io.vedette.core.time.Clock;
import io.vedette.transport.spool.FallbackSpool;
import io.vedette.transport.spool.MemorySpool;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.spool.SpoolConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.agrona.concurrent.SystemNanoClock;

/// What the agent keeps on disk, as it is configured and as the disk allows.
final class AgentSpool {

    private static final long MEMORY_BYTES = 4 << 20;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private AgentSpool() {}

    static Spool open(SpoolSettings settings, DiscardedBatches discarded, OperatorLog log) {
        long memoryBytes = Math.min(MEMORY_BYTES, settings.quotaBytes());
        Path directory = settings.directory();
        if (directory == null) {
            return new MemorySpool(memoryBytes, discarded);
        }
        SpoolConfig defaults = SpoolConfig.defaults(directory);
        SpoolConfig config = new SpoolConfig(
                directory,
                settings.quotaBytes(),
                defaults.segmentBytes(),
                defaults.maxBatchBytes(),
                settings.reserveBytes());
        Spool spool = FallbackSpool.open(config, memoryBytes, discarded, SystemNanoClock.INSTANCE, RETRY.toNanos());
        if (!spool.trouble().isEmpty()) {
            log.say(spool.trouble() + "; batches are kept in memory only, and the disk is tried again");
        }
        return spool;
    }

    static WatchedUntil watchedUntil(SpoolSettings settings, Spool spool, Clock clock, String bootId, OperatorLog log) {
        Path directory = settings.directory();
        if (directory == null || !spool.isDurable()) {
            return WatchedUntil.NOTHING;
        }
        try {
            return WatchedUntilFile.open(directory, clock, UUID.fromString(bootId));
        } catch (IOException unusable) {
            log.say("a gap after a restart won't be told: " + unusable.getMessage());
            return WatchedUntil.NOTHING;
        }
    }

    /// Whether the directory is another user's, so that it takes a right to write to it.
    static boolean isForeign(SpoolSettings settings, Path procRoot) {
        Path directory = settings.directory();
        try {
            return directory != null
                    && Files.exists(directory)
                    && !Files.getOwner(directory).equals(Files.getOwner(procRoot.resolve("self")));
        } catch (IOException unreadable) {
            return false;
        }
    }
}
