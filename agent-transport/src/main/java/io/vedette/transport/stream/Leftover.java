package io.vedette.transport.stream;

/// What was not acknowledged when a publisher closed. A durable spool keeps it for the next start.
public record Leftover(long batches, long bytes) {}
