package io.vedette.core.main;

import io.vedette.core.config.SpoolSettings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Where batches wait, and how much room they may take.
final class SpoolOptions {

    private static final String NONE = "none";

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            defaultValue = "/var/lib/vedette/spool",
            description = "where batches wait until they are acknowledged; none keeps them in memory only, 4 MiB "
                    + "at most (default: ${DEFAULT-VALUE})")
    String directory = "";

    @Option(
            names = "--spool-quota",
            paramLabel = "BYTES",
            defaultValue = "256MiB",
            converter = AgentOptions.Bytes.class,
            description =
                    "how large the spool may get; then the oldest batches go, counted (default: ${DEFAULT-VALUE})")
    long quota;

    @Option(
            names = "--spool-reserve",
            paramLabel = "BYTES",
            defaultValue = "16MiB",
            converter = AgentOptions.Bytes.class,
            description = "free space of the spool's file system that is left alone (default: ${DEFAULT-VALUE})")
    long reserve;

    SpoolSettings toSettings() {
        return new SpoolSettings(directory.equals(NONE) ? null : Path.of(directory), quota, reserve);
    }
}
