package io.vedette.core.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of bytes as people write them: `65536`, `64KiB`, `4MiB`, `1GiB` (also `k`, `m`, `g`).
public final class ByteSize {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})\\s*([kmg]?)(?:i?b)?");

    private ByteSize() {}

    /// @throws ConfigException when it is no such number
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new ConfigException("\"" + text + "\" is no number of bytes: write 65536, 64KiB, 4MiB or 1GiB");
        }
        int shift = switch (matcher.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE >> shift) {
            throw new ConfigException("\"" + text + "\" is too many bytes");
        }
        return number << shift;
    }

    /// A number of bytes for people: `64.0 KiB`.
    public static String format(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        return String.format(Locale.ROOT, "%.1f %siB", bytes / Math.pow(1024, unit), "KMGTPE".charAt(unit - 1));
    }
}
