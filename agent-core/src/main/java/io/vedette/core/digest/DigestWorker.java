package io.vedette.core.digest;

import io.vedette.core.telemetry.Cycle;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;
import org.jctools.queues.SpscArrayQueue;
import org.jspecify.annotations.Nullable;

/// The thread that finds checksums out: one file after the other, most of the time asleep.
///
/// It works a quarter of the time at most, so that an image full of large programs costs its task little; no
/// event waits for it. A file that is gone or was changed meanwhile has no checksum, and that is told too. When
/// results are not taken it stops taking requests, and the queue of those drops what is too much.
final class DigestWorker implements Runnable, AutoCloseable {

    private static final int RESULTS = 256;
    private static final int REST = 3;
    private static final long IDLE_NS = 500_000_000;

    private final DigestQueue queue;
    private final DigestTable table;
    private final Path procRoot;
    private final long maxBytes;
    private volatile Runnable wakeShip = () -> {};
    private final ErrorHandler errors;
    private final SpscArrayQueue<FileDigest> results = new SpscArrayQueue<>(RESULTS);
    private final Thread thread = new Thread(this, "vedette-digest");
    private final Cycle.Turns turns = new Cycle.Turns();
    private volatile boolean stopped;

    /// @param procRoot usually `/proc`
    /// @param maxBytes larger files have no checksum
    DigestWorker(DigestQueue queue, DigestTable table, Path procRoot, long maxBytes, ErrorHandler errors) {
        this.queue = queue;
        this.table = table;
        this.procRoot = procRoot;
        this.maxBytes = maxBytes;
        this.errors = errors;
        thread.setDaemon(true);
    }

    /// @param wakeUp called when there is a result
    void start(Runnable wakeUp) {
        wakeShip = wakeUp;
        thread.start();
        queue.setWorker(() -> LockSupport.unpark(thread));
    }

    /// Called by the ship.
    ///
    /// @return a result that was not taken yet, or null
    @Nullable
    FileDigest take() {
        return results.poll();
    }

    @Override
    public void run() {
        try (FileReader reader = new FileReader(procRoot, maxBytes)) {
            while (!stopped) {
                turns.done();
                DigestRequest request = results.size() < RESULTS ? queue.take() : null;
                if (request == null) {
                    LockSupport.parkNanos(this, IDLE_NS);
                } else {
                    work(reader, request);
                }
            }
        }
    }

    private void work(FileReader reader, DigestRequest request) {
        try {
            FileDigest known = table.find(request.device(), request.inode(), request.size(), request.changeTimeNs());
            if (known == null) {
                tell(request, reader.read(request, new Rest()));
            }
        } catch (RuntimeException | Error fault) {
            errors.onError(fault);
        }
    }

    private void tell(DigestRequest request, FileDigest digest) {
        if (digest.failure().isEmpty()) {
            table.put(digest);
        } else {
            queue.askAgain(request);
        }
        results.offer(digest);
        wakeShip.run();
    }

    /// Sleeps for several times as long as was worked.
    private final class Rest implements Runnable {

        private long sinceNs = System.nanoTime();

        @Override
        public void run() {
            turns.done();
            LockSupport.parkNanos(this, (System.nanoTime() - sinceNs) * REST);
            sinceNs = System.nanoTime();
        }
    }

    /// How often it got on with its work.
    Cycle cycle() {
        return new Cycle(thread.getName(), false, turns);
    }

    /// Ends the thread; a file that is being read is read to its end first, a second at most.
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join(1000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
