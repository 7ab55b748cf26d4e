package io.vedette.core.inject.ecs;

import java.math.BigDecimal;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// CPU and memory as task definitions have them: `512`, `0.5 GB`, `.25 vCPU`.
final class Sizes {

    private static final Pattern SIZE = Pattern.compile("(?i)(\\d{0,7}(?:\\.\\d{1,4})?)\\s*(GB|vCPU)?");
    private static final BigDecimal UNITS = BigDecimal.valueOf(1024);

    private Sizes() {}

    /// @return CPU units, or MiB; empty when it is no such number
    static OptionalInt parse(String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches() || size.group(1).isEmpty()) {
            return OptionalInt.empty();
        }
        BigDecimal number = new BigDecimal(size.group(1));
        return OptionalInt.of((size.group(2) == null ? number : number.multiply(UNITS)).intValue());
    }
}
