package io.vedette.core.pipeline;

/// Time in which nothing was watched.
///
/// @param fromEpochNs 0 when not known
/// @param cause one sentence
public record Gap(long fromEpochNs, long toEpochNs, String cause) {}
