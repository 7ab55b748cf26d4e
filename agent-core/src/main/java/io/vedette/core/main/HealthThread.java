package io.vedette.core.main;

import io.vedette.core.limits.FilePages;
import io.vedette.core.telemetry.HealthReport;
import io.vedette.core.telemetry.HealthState;
import io.vedette.core.telemetry.Issue;
import io.vedette.core.time.Clock;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/// The thread `vedette-health`: looks once a second how the agent is, writes the status file and says on the log
/// when the state changes. Lets go of memory now and then.
final class HealthThread implements AutoCloseable {

    private static final long STEP_NS = 1_000_000_000L;

    /// How often the status file is written when nothing in it but numbers has changed.
    private static final long WRITE_NS = 3_000_000_000L;

    /// When the start is over, and when what runs often is compiled.
    private static final long FIRST_RELEASE_NS = 5_000_000_000L;

    private static final long SECOND_RELEASE_NS = 15_000_000_000L;
    private static final long RELEASE_NS = 120_000_000_000L;

    private final HealthMonitor health;
    private final @Nullable StatusFile file;
    private final Clock clock;
    private final ErrorHandler errors;
    private final OperatorLog log;
    private final FilePages pages;
    private long nextReleaseNs;
    private long releaseAgainNs = SECOND_RELEASE_NS;
    private final Thread thread = new Thread(this::run, "vedette-health");
    private volatile HealthReport latest = HealthReport.STARTING;
    private volatile boolean ended;
    private HealthState said = HealthState.STARTING;
    private HealthReport written = HealthReport.STARTING;
    private long writtenNs;

    /// @param file null for none
    /// @param clock this thread's own
    /// @param pages this thread's own
    HealthThread(
            HealthMonitor health,
            @Nullable StatusFile file,
            Clock clock,
            ErrorHandler errors,
            OperatorLog log,
            FilePages pages) {
        this.health = health;
        this.file = file;
        this.clock = clock;
        this.errors = errors;
        this.log = log;
        this.pages = pages;
        nextReleaseNs = clock.bootTimeNs() + FIRST_RELEASE_NS;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /// What it saw last. Any thread.
    HealthReport latest() {
        return latest;
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

    private void look() throws IOException {
        HealthReport report = health.get();
        latest = report;
        long nowNs = clock.bootTimeNs();
        boolean isNews = report.state() != written.state() || !report.issues().equals(written.issues());
        try {
            if (file != null && (isNews || nowNs - writtenNs >= WRITE_NS)) {
                file.write(report, nowNs);
                written = report;
                writtenNs = nowNs;
            }
        } finally {
            // After the file, so that whoever reads it on the log finds the same there.
            say(report);
        }
        release(nowNs);
    }

    private void release(long nowNs) {
        if (nowNs - nextReleaseNs >= 0) {
            nextReleaseNs = nowNs + releaseAgainNs;
            releaseAgainNs = RELEASE_NS;
            // What the start made is garbage by now, but the heap would keep its size until it is full of it.
            System.gc();
            // Looking for it takes pages of the archive.
            pages.release();
        }
    }

    private void say(HealthReport report) {
        if (report.state() != said) {
            said = report.state();
            log.say(said.text() + (report.issues().isEmpty() ? "" : ": " + issues(report)));
        }
    }

    private static String issues(HealthReport report) {
        return report.issues().stream()
                .map((Issue issue) -> issue.code() + ": " + issue.sentence())
                .collect(Collectors.joining("; "));
    }

    /// Ends the thread and takes the status file away.
    @Override
    public void close() throws IOException {
        ended = true;
        LockSupport.unpark(thread);
        try {
            // Never started: there is nothing to wait for.
            if (thread.getState() != Thread.State.NEW) {
                thread.join(1000);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (file != null) {
            file.close();
        }
    }
}
