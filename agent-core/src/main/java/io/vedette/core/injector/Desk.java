package io.vedette.core.injector;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Where it is told what came of requests: counted, and said where somebody may want to know. Any thread.
public final class Desk {

    private final LongSupplier nanoTime;
    private final RequestBook book;
    private final RepeatedSentences said;

    /// @param log one line at a time
    public Desk(LongSupplier nanoTime, RequestBook book, Consumer<String> log) {
        this.nanoTime = nanoTime;
        this.book = book;
        said = new RepeatedSentences(nanoTime, log);
    }

    long now() {
        return nanoTime.getAsLong();
    }

    void tell(String path, Result result, List<String> sentences, long start) {
        book.count(path, result, now() - start);
        if (result.isTrouble()) {
            sentences.forEach(sentence -> said.say(path + ": " + sentence));
        }
    }
}
