package io.vedette.transport.endpoint;

/// What an endpoint has seen since its start.
///
/// @param batches taken and acknowledged
/// @param events in them
/// @param duplicates acknowledged again and not delivered
/// @param malformed refused
/// @param failed not kept by the sink
/// @param streams opened
/// @param tooLarge refused
public record IngestCounters(
        long batches, long events, long duplicates, long malformed, long failed, long streams, long tooLarge) {}
