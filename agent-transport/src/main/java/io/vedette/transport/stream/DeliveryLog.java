package io.vedette.transport.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;

/// Says what befalls delivery: each sentence once in a minute at most, so that a failure that repeats itself does not
/// fill the log. Called under the status book's lock.
final class DeliveryLog {

    private static final long AGAIN_NS = 60_000_000_000L;
    private static final int MAX_SENTENCES = 32;

    private final Map<String, Long> said = new LinkedHashMap<>();
    private final Consumer<String> log;
    private final NanoClock clock;

    DeliveryLog(Consumer<String> log, NanoClock clock) {
        this.log = log;
        this.clock = clock;
    }

    void say(String sentence) {
        long nowNs = clock.nanoTime();
        Long lastNs = said.get(sentence);
        if (lastNs != null && nowNs - lastNs < AGAIN_NS) {
            return;
        }
        if (said.size() >= MAX_SENTENCES) {
            said.remove(said.keySet().iterator().next());
        }
        said.remove(sentence);
        said.put(sentence, nowNs);
        log.accept(sentence);
    }
}
