package io.vedette.core.coverage;

import java.time.Instant;
import java.util.List;

/// How all tasks are covered, at one moment.
///
/// @param started when it began to be watched
/// @param rows in no order
public record Report(Instant time, Instant started, List<Row> rows, Lost lost) {}
