package io.vedette.core.coverage;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How coverage is watched.
///
/// @param taskFiles see [TaskFiles]
/// @param place of tasks whose documents don't tell it
/// @param mostTasks that are kept
/// @param step between two looks
/// @param events file that changes are appended to, or `-`
/// @param webhook that changes are posted to
/// @param state file that a later run reads
public record CoverageConfig(
        List<Path> taskFiles,
        Place place,
        Rules rules,
        int mostTasks,
        Duration step,
        Optional<String> events,
        Optional<URI> webhook,
        Optional<Path> state) {}
