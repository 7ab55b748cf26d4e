package io.vedette.transport.endpoint;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times of the schema, nanoseconds of the Unix epoch, for readers.
final class Times {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long SECOND_NS = 1_000_000_000;

    private Times() {}

    /// RFC 3339 in UTC, with nine digits.
    static String text(long epochNs) {
        return FORMAT.format(
                Instant.ofEpochSecond(Math.floorDiv(epochNs, SECOND_NS), Math.floorMod(epochNs, SECOND_NS)));
    }
}
