package io.vedette.transport.stream;

/// How delivery is, at one moment. Times are nanoseconds of the Unix epoch, 0 when there was none.
///
/// @param connected whether an endpoint has taken the stream
/// @param endpoint the one connected to, or empty
/// @param connectedSinceNs when the present stream was taken
/// @param acknowledgedSequence highest acknowledged one of the instance acknowledged last
/// @param lastAckNs when an acknowledgement last released a batch
/// @param inFlightBatches sent and not yet acknowledged
/// @param sentBatches since the start, repeats included
/// @param acknowledgedBatches since the start
/// @param ignoredAcks that were unknown or repeated
/// @param rejectedBatches given up because they were refused as malformed
/// @param batchBytes of the batches that were sent, before compression
/// @param wireBytes of the same, after it
/// @param streams that were taken by an endpoint since the start
/// @param renewals streams that were ended in good order, for new TLS files or to try the first endpoint again
/// @param lastError one sentence, or empty; kept after a reconnect
/// @param lastErrorNs when it happened last
/// @param lastErrorCount how often the same sentence came in a row
public record PublisherStatus(
        boolean connected,
        String endpoint,
        String encoding,
        String security,
        long connectedSinceNs,
        long acknowledgedSequence,
        long lastAckNs,
        int inFlightBatches,
        long sentBatches,
        long acknowledgedBatches,
        long ignoredAcks,
        long rejectedBatches,
        long batchBytes,
        long wireBytes,
        long streams,
        long renewals,
        String lastError,
        long lastErrorNs,
        long lastErrorCount) {}
