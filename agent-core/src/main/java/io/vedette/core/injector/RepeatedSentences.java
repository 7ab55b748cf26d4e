package io.vedette.core.injector;

import io.vedette.core.telemetry.Plain;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Says each sentence the first, second, fourth, eighth … time that it comes. Any thread.
final class RepeatedSentences {

    private static final int MOST = 256;

    private final Consumer<String> log;

    /// How often each came; the one that came least recently is forgotten.
    private final Map<String, Long> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    RepeatedSentences(Consumer<String> log) {
        this.log = log;
    }

    synchronized void say(String sentence) {
        String plain = Plain.text(sentence);
        long count = counts.merge(plain, 1L, Long::sum);
        if (Long.bitCount(count) == 1) {
            log.accept(count == 1 ? plain : plain + " (" + count + " times)");
        }
    }
}
