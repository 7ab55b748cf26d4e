package io.vedette.core.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the agent tells of itself, and when it gives itself up.
///
/// @param statusFile what `vedette status` reads; null for the usual places
/// @param httpListen `HOST:PORT` or `unix:PATH`; null for none
/// @param stuckAfter a thread that made no progress for so long is an issue
/// @param giveUpAfter one that events pass through ends the process after so long
public record HealthConfig(
        @Nullable Path statusFile, @Nullable String httpListen, Duration stuckAfter, Duration giveUpAfter) {

    public static final HealthConfig DEFAULT =
            new HealthConfig(null, null, Duration.ofSeconds(10), Duration.ofSeconds(60));

    /// @throws ConfigException naming the option that is wrong
    public HealthConfig {
        range("--stuck-after", stuckAfter, Duration.ofSeconds(1));
        range("--give-up-after", giveUpAfter, stuckAfter);
    }

    private static void range(String option, Duration value, Duration min) {
        Duration max = Duration.ofHours(1);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new ConfigException(option + " must be from " + TimeSpan.format(min) + " to " + TimeSpan.format(max)
                    + ", not " + TimeSpan.format(value));
        }
    }
}
