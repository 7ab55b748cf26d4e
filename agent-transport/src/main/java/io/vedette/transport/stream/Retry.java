package io.vedette.transport.stream;

import java.time.Duration;

/// What happens after a failure.
///
/// @param backoffMin upper bound of the first random wait between attempts, doubled each time
/// @param backoffMax upper bound of any wait between attempts
/// @param rejectionsUntilDropped how often the same batch may be refused as malformed before it is given up
public record Retry(Duration backoffMin, Duration backoffMax, int rejectionsUntilDropped) {

    public static final Retry DEFAULT = new Retry(Duration.ofMillis(100), Duration.ofSeconds(5), 3);

    public Retry {
        if (rejectionsUntilDropped < 1 || backoffMin.isNegative()) {
            throw new IllegalArgumentException("retry settings do not fit: backoffMin=" + backoffMin
                    + " rejectionsUntilDropped=" + rejectionsUntilDropped);
        }
    }
}
