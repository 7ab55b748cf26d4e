package io.vedette.core.digest;

import io.vedette.core.telemetry.Cycle;
import java.nio.file.Path;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/// The checksums of what is executed and loaded: asked for by the drain, found out by a worker, told by the ship.
public final class Digests implements AutoCloseable {

    private static final int KNOWN = 4096;
    private static final int WANTED = 1024;

    private final DigestTable table = new DigestTable(KNOWN);
    private final DigestQueue queue = new DigestQueue(WANTED);
    private final DigestWorker worker;

    /// Nothing is read before [#start].
    ///
    /// @param procRoot usually `/proc`
    /// @param maxBytes larger files have no checksum
    public Digests(Path procRoot, long maxBytes, ErrorHandler errors) {
        worker = new DigestWorker(queue, table, procRoot, maxBytes, errors);
    }

    /// @param wakeShip called by the worker when there is a result
    public void start(Runnable wakeShip) {
        worker.start(wakeShip);
    }

    /// For who watches whether it goes on.
    public Cycle cycle() {
        return worker.cycle();
    }

    /// For the drain.
    public DigestQueue queue() {
        return queue;
    }

    /// For the ship.
    public DigestTable table() {
        return table;
    }

    /// For the ship.
    ///
    /// @return a result that was not taken yet, or null
    public @Nullable FileDigest take() {
        return worker.take();
    }

    @Override
    public void close() {
        worker.close();
    }
}
