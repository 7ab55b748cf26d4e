package io.vedette.core.coverage;

import java.time.Instant;
import java.util.Optional;

/// A task's coverage has become another one.
///
/// @param previous empty when it is told for the first time
/// @param row how it is now
public record Change(String id, Instant time, Optional<State> previous, Row row) {}
