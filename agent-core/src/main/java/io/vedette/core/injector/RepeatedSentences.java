package io.vedette.core.injector;

import io.vedette.core.telemetry.Plain;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Says each sentence the first, second, fourth, eighth … time that it comes, and no more than ten a second. Any
/// thread.
final class RepeatedSentences {

    private static final int MOST_KNOWN = 256;
    private static final int MOST_A_SECOND = 10;
    private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final Consumer<String> log;
    private long second;
    private int saidInIt;
    private int leftOut;

    /// How often each came; the one that came least recently is forgotten.
    private final Map<String, Long> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    RepeatedSentences(LongSupplier nanoTime, Consumer<String> log) {
        this.nanoTime = nanoTime;
        this.log = log;
        second = nanoTime.getAsLong();
    }

    synchronized void say(String sentence) {
        String plain = Plain.text(sentence);
        long count = counts.merge(plain, 1L, Long::sum);
        if (Long.bitCount(count) == 1 && hasRoom()) {
            log.accept(count == 1 ? plain : plain + " (" + count + " times)");
        }
    }

    private boolean hasRoom() {
        long now = nanoTime.getAsLong();
        if (now - second >= SECOND_NS) {
            if (leftOut > 0) {
                log.accept(leftOut + " other sentences were left out");
            }
            second = now;
            saidInIt = 0;
            leftOut = 0;
        }
        boolean hasRoom = saidInIt < MOST_A_SECOND;
        saidInIt += hasRoom ? 1 : 0;
        leftOut += hasRoom ? 0 : 1;
        return hasRoom;
    }
}
