package io.vedette.core.telemetry;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;

/// Every fault that was caught: counted, kept once for each distinct cause, and said once on the log in one
/// line.
///
/// Any thread may call it; it never throws.
public final class ErrorLog implements ErrorHandler {

    private static final int LOG_BYTES = 64 * 1024;

    private final DistinctErrorLog log;
    private final AtomicLong count = new AtomicLong();
    private final PrintStream out;
    private final java.util.Set<String> said = java.util.concurrent.ConcurrentHashMap.newKeySet();

    public ErrorLog(PrintStream out) {
        this.out = out;
        log = new DistinctErrorLog(new UnsafeBuffer(ByteBuffer.allocateDirect(LOG_BYTES)), SystemEpochClock.INSTANCE);
    }

    @Override
    public void onError(Throwable fault) {
        count.incrementAndGet();
        log.record(fault);
        String sentence =
                (fault.getClass().getSimpleName() + ": " + fault.getMessage() + at(fault)).replaceAll("\\s+", " ");
        if (said.size() < 64 && said.add(sentence)) {
            out.println("vedette: caught " + sentence + "; it is counted, and the agent goes on");
        }
    }

    public long count() {
        return count.get();
    }

    private static String at(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0].getFileName() + ":" + trace[0].getLineNumber();
    }
}
