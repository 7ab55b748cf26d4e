package io.vedette.core.coverage;

import io.vedette.core.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalDouble;

/// Times as platforms write them: RFC 3339 with any offset, or seconds of the epoch.
final class Times {

    private static final double LAST_SECOND = 1e11;

    private Times() {}

    /// Far from where arithmetic ends.
    private static boolean isSound(Instant time) {
        return time.getEpochSecond() > 0 && time.getEpochSecond() < LAST_SECOND;
    }

    static Optional<Instant> of(Json value) {
        OptionalDouble seconds = value.number();
        if (seconds.isPresent()) {
            double number = seconds.getAsDouble();
            return number > 0 && number < LAST_SECOND
                    ? Optional.of(Instant.ofEpochMilli((long) (number * 1000)))
                    : Optional.empty();
        }
        try {
            return value.text().isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(value.text()).toInstant())
                            .filter(Times::isSound);
        } catch (DateTimeException odd) {
            return Optional.empty();
        }
    }
}
