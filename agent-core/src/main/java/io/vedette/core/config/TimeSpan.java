package io.vedette.core.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: `5ms`, `10s`, `2m`.
public final class TimeSpan {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*(us|ms|s|m)");

    private TimeSpan() {}

    /// The same form, in the largest unit that tells all of it.
    public static String format(Duration time) {
        long us = time.toNanos() / 1000;
        if (us % 1000 != 0) {
            return us + "us";
        }
        long ms = us / 1000;
        if (ms % 1000 != 0) {
            return ms + "ms";
        }
        long s = ms / 1000;
        return s == 0 || s % 60 != 0 ? s + "s" : s / 60 + "m";
    }

    /// @throws ConfigException when it is no duration
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new ConfigException("\"" + text + "\" is no duration: write 500us, 5ms, 10s or 2m");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> Duration.ofNanos(number * 1000);
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
