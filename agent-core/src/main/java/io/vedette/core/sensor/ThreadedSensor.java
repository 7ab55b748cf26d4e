package io.vedette.core.sensor;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.ffi.Libc;
import io.vedette.core.filter.Filters;
import io.vedette.core.limits.Rights;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Watches by a [RecordSource] on a thread of its own: who must look at once cannot wait until the drain has time.
///
/// The drain calls all methods. The thread writes into a bounded queue and never waits for the drain; what the
/// queue has no room for is counted. A fault ends the thread, which [#trouble] tells.
public final class ThreadedSensor implements Sensor {

    private static final long JOIN_MS = TimeUnit.SECONDS.toMillis(2);

    private final String name;
    private final Path procfs;
    private final RecordSource source;
    private final RecordFilter filter = new RecordFilter();
    private @Nullable Watch watch;

    /// What is there while it watches.
    private static final class Watch {
        private final RecordQueue queue = new RecordQueue();
        private volatile boolean stopped;
        private volatile String fault = "";
        private @Nullable Thread thread;
    }

    /// @param name of its thread
    /// @param procfs where procfs is mounted
    public ThreadedSensor(String name, Path procfs, RecordSource source) {
        this.name = name;
        this.procfs = procfs;
        this.source = source;
    }

    @Override
    public void apply(Filters filters) {
        filter.apply(filters);
    }

    @Override
    public boolean ignore(long cgroupId, boolean ignore) {
        return filter.ignore(cgroupId, ignore);
    }

    @Override
    public SensorReport attach() {
        Watch fresh = new Watch();
        SensorReport report = source.open(fresh.queue);
        watch = fresh;
        if (!report.kinds().isEmpty()) {
            Thread thread = new Thread(() -> run(fresh), name);
            thread.setDaemon(true);
            fresh.thread = thread;
            thread.start();
        }
        return report;
    }

    private void run(Watch its) {
        try {
            Rights.leaveOnlyReading();
            while (!its.stopped) {
                source.turn();
            }
            source.end();
        } catch (RuntimeException | Error fault) {
            its.fault = "its thread ended with " + fault;
        }
    }

    @Override
    public int snapshot(RecordHandler handler) {
        return new ProcfsSnapshot(new Libc(), procfs).read(handler);
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        return watch == null ? 0 : watch.queue.poll(filter.before(handler), limit);
    }

    @Override
    public void await(int timeoutMs) {
        if (watch == null) {
            LockSupport.parkNanos(timeoutMs * 1_000_000L);
        } else {
            watch.queue.await(timeoutMs);
        }
    }

    @Override
    public void readCounts(CountHandler handler) {
        if (watch != null) {
            watch.queue.readCounts(handler);
        }
    }

    /// Nothing is counted by cgroup.
    @Override
    public void forget(long cgroupId) {}

    @Override
    public long waitingBytes() {
        return watch == null ? 0 : watch.queue.waitingBytes();
    }

    @Override
    public String trouble() {
        return watch == null ? "" : watch.fault;
    }

    @Override
    public void detach() {
        if (watch == null || watch.thread == null) {
            return;
        }
        watch.stopped = true;
        try {
            watch.thread.join(JOIN_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// What a thread that does not end still uses is left to it.
    @Override
    public void close() {
        detach();
        if (watch != null && (watch.thread == null || !watch.thread.isAlive())) {
            source.close();
        }
        watch = null;
    }
}
