package io.vedette.transport.stream;

import java.time.Duration;

/// How long a publisher waits for what.
///
/// @param connect for an endpoint to take the stream, and for each of its addresses half of that
/// @param ack without any acknowledgement while batches are in flight; then the stream is given up
/// @param keepalive between HTTP/2 pings on a quiet connection; gRPC takes less than 10 s for 10 s
/// @param filesCheck between looks at the TLS files while a stream lasts
/// @param firstAgain after which a stream to another endpoint than the first is ended to try the first again
public record Timeouts(Duration connect, Duration ack, Duration keepalive, Duration filesCheck, Duration firstAgain) {

    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofMinutes(5));
}
