package io.vedette.core.main;

import io.vedette.core.telemetry.CycleWatch;
import io.vedette.core.telemetry.Issue;
import io.vedette.core.time.Clock;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.agrona.ErrorHandler;

/// The thread `vedette-watchdog`: ends the process when a thread that events pass through is stuck for good.
///
/// It takes no lock that such a thread may hold and touches no file, so that it is never stuck with it.
final class Watchdog implements AutoCloseable {

    /// What one look counts at most for a cycle that makes no progress.
    static final long MAX_STEP_NS = 1_000_000_000L;

    private static final long STEP_NS = 500_000_000L;

    private final CycleWatch cycles;
    private final Clock clock;
    private final LastResort lastResort;
    private final ErrorHandler errors;
    private final Thread thread = new Thread(this::run, "vedette-watchdog");
    private volatile boolean ended;

    /// @param clock this thread's own
    Watchdog(CycleWatch cycles, Clock clock, LastResort lastResort, ErrorHandler errors) {
        this.cycles = cycles;
        this.clock = clock;
        this.lastResort = lastResort;
        this.errors = errors;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!ended) {
            try {
                look();
            } catch (Throwable fault) {
                errors.onError(fault);
            }
            LockSupport.parkNanos(this, STEP_NS);
        }
    }

    private void look() {
        cycles.step(clock.bootTimeNs());
        if (cycles.isHopeless()) {
            lastResort.end(ExitCode.STUCK_CYCLE, () -> sentences(cycles));
        }
    }

    private static String sentences(CycleWatch cycles) {
        return cycles.issues().stream()
                .map((Issue issue) -> issue.code() + ": " + issue.sentence())
                .collect(Collectors.joining("; "));
    }

    /// Ends the thread, which never waits for anything. Before the cycles are ended in order.
    @Override
    public void close() {
        cycles.end();
        ended = true;
        LockSupport.unpark(thread);
    }
}
