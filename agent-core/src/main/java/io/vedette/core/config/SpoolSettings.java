package io.vedette.core.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where and how batches wait until they are acknowledged.
///
/// @param directory null to keep them in memory only
/// @param quotaBytes for all files in it
/// @param reserveBytes free space of its file system that is left alone
public record SpoolSettings(@Nullable Path directory, long quotaBytes, long reserveBytes) {

    private static final long MIB = 1024 * 1024;

    /// @throws ConfigException with one line that says which option is wrong and what it should be
    public SpoolSettings {
        AgentConfig.range("--spool-quota", quotaBytes, 4 * MIB, 1024 * 1024 * MIB);
        AgentConfig.range("--spool-reserve", reserveBytes, MIB, 1024 * 1024 * MIB);
    }
}
