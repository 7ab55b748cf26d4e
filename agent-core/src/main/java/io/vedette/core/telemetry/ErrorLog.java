package io.vedette.core.telemetry;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;

/// Every fault that was caught: counted, kept once for each distinct cause, and said once on the log in one
/// line.
///
/// Any thread may call it; it never throws.
public final class ErrorLog implements ErrorHandler {

    private static final int MAX_CAUSES = 32;
    private static final String OTHER = "other";
    private static final int LOG_BYTES = 64 * 1024;

    private final DistinctErrorLog log;
    private final AtomicLong count = new AtomicLong();
    private final PrintStream out;
    private final Consumer<OutOfMemoryError> onExhausted;
    private final Map<String, LongAdder> byCause = new ConcurrentHashMap<>();
    private final java.util.Set<String> said = ConcurrentHashMap.newKeySet();

    public ErrorLog(PrintStream out) {
        this(out, exhausted -> {});
    }

    /// @param onExhausted told when memory is used up
    public ErrorLog(PrintStream out, Consumer<OutOfMemoryError> onExhausted) {
        this.out = out;
        this.onExhausted = onExhausted;
        log = new DistinctErrorLog(new UnsafeBuffer(ByteBuffer.allocateDirect(LOG_BYTES)), SystemEpochClock.INSTANCE);
    }

    @Override
    public void onError(Throwable fault) {
        if (fault instanceof OutOfMemoryError exhausted) {
            onExhausted.accept(exhausted);
        }
        count.incrementAndGet();
        String cause = fault.getClass().getSimpleName() + at(fault);
        byCause.computeIfAbsent(
                        byCause.containsKey(cause) || byCause.size() < MAX_CAUSES ? cause : OTHER,
                        any -> new LongAdder())
                .increment();
        log.record(fault);
        String sentence = Plain.text(fault.getClass().getSimpleName() + ": " + fault.getMessage() + at(fault));
        if (said.size() < 64 && said.add(sentence)) {
            out.println("vedette: caught " + sentence + "; it is counted, and the agent goes on");
        }
    }

    public long count() {
        return count.get();
    }

    /// How often each distinct cause came: the class of the fault and where it was thrown. Bounded; the rest
    /// is one.
    public Map<String, Long> byCause() {
        Map<String, Long> counts = new TreeMap<>();
        byCause.forEach((cause, times) -> counts.put(cause, times.sum()));
        return counts;
    }

    private static String at(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0].getFileName() + ":" + trace[0].getLineNumber();
    }
}
