package io.vedette.transport.stream;

import io.vedette.transport.spool.Spool;
import io.vedette.transport.spool.SpoolListener;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/// Delivers what is in a spool: each batch at least once, in order, until an endpoint has acknowledged it.
///
/// It works on a thread of its own (`vedette-send`) and sleeps when there is nothing to do; who appends to
/// the spool calls [#wakeUp()]. An endpoint that is absent, refuses, is silent or never acknowledges costs
/// the window's bytes and a thread that sleeps; attempts go on for ever. The spool stays the caller's, who
/// closes it after the publisher.
public final class Publisher implements AutoCloseable {

    /// Time for the connection to be taken down, beyond the deadline of a close.
    private static final Duration SHUTDOWN = Duration.ofSeconds(4);

    private static final long FAULT_PAUSE_NS = 100_000_000;

    private final Spool spool;
    private final StatusBook status;
    private final Connector connector;
    private final Sender sender;
    private final NanoClock clock;
    private final Thread thread;
    private volatile boolean closing;
    private volatile long closeDeadlineNs;
    private volatile long turns;

    /// A publisher that delivers once it is [started][#start()].
    ///
    /// @param listener told, on the sender's thread, of batches that endpoints refuse as malformed
    public Publisher(PublisherConfig config, Spool spool, SpoolListener listener) {
        this(config, spool, listener, sentence -> {}, ConnectListener.NONE);
    }

    /// The same.
    ///
    /// @param log told in sentences what befalls delivery, each once in a minute at most
    /// @param connects told of each connection that is begun
    public Publisher(
            PublisherConfig config,
            Spool spool,
            SpoolListener listener,
            Consumer<String> log,
            ConnectListener connects) {
        this(
                config,
                NetworkStack.ofThisMachine(config.endpoints().stream().anyMatch(Endpoint::tls)),
                spool,
                listener,
                log,
                SystemNanoClock.INSTANCE,
                new SystemEpochNanoClock(),
                RandomGenerator.getDefault(),
                connects);
    }

    Publisher(
            PublisherConfig config,
            NetworkStack stack,
            Spool spool,
            SpoolListener listener,
            Consumer<String> log,
            NanoClock clock,
            EpochNanoClock epochClock,
            RandomGenerator random,
            ConnectListener connects) {
        this.spool = spool;
        this.clock = clock;
        this.status = new StatusBook(new DeliveryLog(log, clock));
        this.connector = new Connector(config, stack, clock, connects);
        this.sender = new Sender(config, spool, listener, connector, clock, epochClock, random, status, this::wakeUp);
        this.thread = new Thread(this::run, "vedette-send");
        thread.setDaemon(true);
    }

    /// Starts to deliver.
    public void start() {
        thread.start();
    }

    /// Says that there may be something to do. Any thread may call it at any time; it never blocks.
    public void wakeUp() {
        LockSupport.unpark(thread);
    }

    /// How often its thread got through its work: at least once a second. Any thread may call it.
    public long turns() {
        return turns;
    }

    /// How delivery is. Any thread may call it.
    public PublisherStatus status() {
        return status.snapshot();
    }

    /// Goes on delivering until nothing is left or the deadline has passed, then ends the stream and the
    /// thread.
    ///
    /// @return what is left
    public Leftover close(Duration deadline) {
        closeDeadlineNs = clock.nanoTime() + deadline.toNanos();
        closing = true;
        wakeUp();
        boolean interrupted = false;
        try {
            if (thread.getState() != Thread.State.NEW && !thread.join(deadline.plus(SHUTDOWN))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        connector.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new Leftover(spool.waitingBatches(), spool.waitingBytes());
    }

    /// Ends at once, without waiting for acknowledgements.
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    private void run() {
        while (!isFinished()) {
            long waitNs = 0;
            if (closing) {
                sender.hurry();
            }
            try {
                waitNs = sender.doWork();
                turned();
            } catch (Throwable fault) {
                // An Error too: without this thread nothing is delivered any more, and nobody would say so.
                onFault(fault);
            }
            if (closing) {
                waitNs = Math.min(waitNs, Math.max(0, closeDeadlineNs - clock.nanoTime()));
            }
            if (waitNs > 0) {
                LockSupport.parkNanos(this, waitNs);
            }
        }
        sender.close();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void turned() {
        turns++;
    }

    private void onFault(Throwable fault) {
        try {
            sender.onFault(fault);
        } catch (RuntimeException again) {
            // Nothing that could be done about it is left; the next turn tries anew, after a pause.
            LockSupport.parkNanos(this, FAULT_PAUSE_NS);
        }
    }

    private boolean isFinished() {
        return closing && (sender.isDone() || clock.nanoTime() - closeDeadlineNs >= 0 || Thread.interrupted());
    }
}
