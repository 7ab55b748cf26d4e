package io.vedette.core.chaos;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What agents said at their end that is lost and in no account: lines of `lost in container ID: KIND COUNT, …`.
final class SaidLost {

    private static final Pattern LINE = Pattern.compile("^vedette: lost in container (\\S+): (.+)$", Pattern.MULTILINE);

    private final Map<String, Long> counts = new HashMap<>();

    SaidLost(String log) {
        Matcher lines = LINE.matcher(log);
        while (lines.find()) {
            for (String count : lines.group(2).split(", ", -1)) {
                String[] words = count.split(" ", -1);
                counts.merge(lines.group(1) + " " + words[0], Long.parseLong(words[1]), Long::sum);
            }
        }
    }

    long lost(String kind, String containerId) {
        return counts.getOrDefault(containerId + " " + kind, 0L);
    }
}
