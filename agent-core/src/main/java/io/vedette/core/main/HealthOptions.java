package io.vedette.core.main;

import io.vedette.core.config.HealthConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options about what the agent tells of itself.
final class HealthOptions {

    @Option(
            names = "--status-file",
            paramLabel = "FILE",
            description = "written every three seconds, read by vedette status "
                    + "(default: /run/vedette/status, else /dev/shm/vedette/status)")
    @Nullable
    Path statusFile;

    @Option(
            names = "--http-listen",
            paramLabel = "HOST:PORT|unix:PATH",
            description = "answer /livez, /readyz and /metrics there (default: nowhere)")
    @Nullable
    String httpListen;

    @Option(
            names = "--stuck-after",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = AgentOptions.Time.class,
            description = "a thread without progress for so long makes the agent unhealthy (default: ${DEFAULT-VALUE})")
    Duration stuckAfter = Duration.ZERO;

    @Option(
            names = "--give-up-after",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = AgentOptions.Time.class,
            description = "one that events pass through ends the agent after so long; what is in the spool stays "
                    + "(default: ${DEFAULT-VALUE})")
    Duration giveUpAfter = Duration.ZERO;

    HealthConfig toConfig() {
        return new HealthConfig(statusFile, httpListen, stuckAfter, giveUpAfter);
    }
}
