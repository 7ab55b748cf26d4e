package io.vedette.core.telemetry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A thread that does the same again and again, and how often it got through it.
///
/// @param thread its name
/// @param essential whether events pass through it
/// @param turns grows with each turn that came to its end
public record Cycle(String thread, boolean essential, LongSupplier turns) {

    /// Counts turns. One thread writes, any reads.
    public static final class Turns implements LongSupplier {

        private final AtomicLong turns = new AtomicLong();

        public void done() {
            turns.lazySet(turns.getPlain() + 1);
        }

        @Override
        public long getAsLong() {
            return turns.getAcquire();
        }
    }

    /// Where its thread is: the top of its stack.
    ///
    /// @return a sentence's end; says so when there is no such thread
    String place() {
        Thread found = find();
        if (found == null) {
            return "the thread has ended";
        }
        StackTraceElement[] stack = found.getStackTrace();
        return stack.length == 0 ? "no stack to be seen" : "at " + stack[0];
    }

    private @Nullable Thread find() {
        Thread[] threads = new Thread[Thread.activeCount() + 64];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().equals(thread)) {
                return threads[i];
            }
        }
        return null;
    }
}
