package io.vedette.transport.stream;

import io.grpc.Status;
import io.vedette.transport.codec.BatchHeader;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.spool.SpoolListener;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/// The duty cycle of delivery: connects, sends what the window allows, takes acknowledgements, gives up a
/// stream that fails. One thread calls it.
final class Sender {

    /// When nothing happens, the cycle runs this often all the same.
    private static final long IDLE_NS = 1_000_000_000;

    private final PublisherConfig config;
    private final Spool spool;
    private final SpoolListener listener;
    private final Connector connector;
    private final NanoClock clock;
    private final EpochNanoClock epochClock;
    private final StatusBook status;
    private final Runnable wakeUp;
    private final AckWindow window;
    private final Backoff backoff;
    private final Suspect suspect;
    private final BatchHeader header = new BatchHeader();

    private @Nullable PublishStream stream;
    private boolean taken;
    private boolean worked;
    private boolean mustEmpty;
    private long unsendable = AckWindow.UNKNOWN;
    private int nextEndpoint;
    private long nextAttemptNs;
    private long connectDeadlineNs;
    private long progressNs;

    Sender(
            PublisherConfig config,
            Spool spool,
            SpoolListener listener,
            Connector connector,
            NanoClock clock,
            EpochNanoClock epochClock,
            RandomGenerator random,
            StatusBook status,
            Runnable wakeUp) {
        this.config = config;
        this.spool = spool;
        this.listener = listener;
        this.connector = connector;
        this.clock = clock;
        this.epochClock = epochClock;
        this.status = status;
        this.wakeUp = wakeUp;
        this.window = new AckWindow(config.windowBatches(), config.windowBytes());
        this.backoff =
                new Backoff(config.backoffMin().toNanos(), config.backoffMax().toNanos(), random);
        this.suspect = new Suspect(config.rejectionsUntilDropped());
        this.nextAttemptNs = clock.nanoTime();
    }

    /// Does what there is to do.
    ///
    /// @return how long to wait for a wake-up at most, in nanoseconds; 0 if there may be more to do at once
    long doWork() {
        long nowNs = clock.nanoTime();
        PublishStream open = stream;
        if (open == null) {
            return nowNs - nextAttemptNs < 0 ? Math.min(IDLE_NS, nextAttemptNs - nowNs) : connect(nowNs);
        }
        int work = open.drainAcks(this::onAck);
        Status ended = open.ended();
        if (ended != null) {
            // What came in between the two looks is taken first: acknowledgements precede the end.
            open.drainAcks(this::onAck);
            if (ended.getCode() == Status.Code.INVALID_ARGUMENT && window.size() > 0) {
                suspect.refused(window.oldestPosition(), window.size());
            }
            fail(Sentence.of(open.endpoint(), ended));
            return 0;
        }
        work += send(open, nowNs);
        return work > 0 ? 0 : untilTimeout(open, nowNs);
    }

    /// Whether everything in the spool is acknowledged.
    boolean isDone() {
        return spool.waitingBatches() == 0;
    }

    /// Gives up the stream because of a fault of the agent.
    void onFault(Throwable fault) {
        fail("sending failed: " + Sentence.oneLine(fault.toString()));
    }

    /// Ends the stream for good.
    void close() {
        PublishStream open = stream;
        if (open != null) {
            if (open.ended() == null) {
                open.finish();
            }
            open.close();
            open.awaitClosed();
        }
        stream = null;
        window.clear();
        spool.rewind();
        status.disconnected();
    }

    private long connect(long nowNs) {
        Endpoint endpoint = config.endpoints().get(nextEndpoint);
        taken = false;
        worked = false;
        connectDeadlineNs = nowNs + config.connectTimeout().toNanos();
        try {
            stream = new PublishStream(endpoint, connector.channel(endpoint), config.windowBatches(), wakeUp);
        } catch (IOException | IllegalArgumentException e) {
            fail("endpoint " + endpoint + " cannot be tried: " + Sentence.oneLine(String.valueOf(e.getMessage())));
        }
        return 0;
    }

    private int send(PublishStream open, long nowNs) {
        int sent = 0;
        while (open.isReady()) {
            if (!taken) {
                taken = true;
                status.connected(open.endpoint(), epochClock.nanoTime());
            }
            boolean isAlone = mustEmpty || suspect.isCareful();
            boolean isBlocked = isAlone ? window.size() > 0 : !window.hasRoom();
            if (isBlocked) {
                break;
            }
            if (mustEmpty) {
                mustEmpty = false;
                spool.rewind();
            }
            if (window.size() == 0) {
                progressNs = nowNs;
            }
            if (!spool.read(this::onBatch)) {
                break;
            }
            if (unsendable != AckWindow.UNKNOWN) {
                spool.ack(unsendable);
                unsendable = AckWindow.UNKNOWN;
                suspect.dropped();
                status.rejected();
            }
            sent++;
        }
        return sent;
    }

    /// Called under the spool's lock.
    private void onBatch(long position, DirectBuffer buffer, int offset, int length) {
        PublishStream open = stream;
        boolean isBatch = header.read(buffer, offset, length);
        if (!isBatch || suspect.isGivenUp(position)) {
            // An acknowledgement stands for all before it: it waits until nothing is in flight, then comes here again.
            mustEmpty = window.size() > 0;
            if (!mustEmpty) {
                unsendable = position;
                listener.onDropped(buffer, offset, length, DropReason.REJECTED);
            }
        } else if (open != null) {
            open.send(buffer, offset, length);
            window.add(position, header.instanceHigh(), header.instanceLow(), header.sequence(), length);
            status.sent(window.size());
        }
    }

    private void onAck(Ack ack) {
        int before = window.size();
        long position = window.acknowledge(ack);
        if (position == AckWindow.UNKNOWN) {
            status.ackIgnored();
            return;
        }
        spool.ack(position);
        suspect.acknowledged(before - window.size());
        worked = true;
        progressNs = clock.nanoTime();
        backoff.reset();
        status.acknowledged(ack.sequence(), window.size(), epochClock.nanoTime());
    }

    private long untilTimeout(PublishStream open, long nowNs) {
        if (!taken) {
            long leftNs = connectDeadlineNs - nowNs;
            if (leftNs <= 0) {
                fail("endpoint " + open.endpoint() + " did not take the stream within "
                        + config.connectTimeout().toMillis() + " ms");
                return 0;
            }
            return Math.min(IDLE_NS, leftNs);
        }
        if (window.size() == 0) {
            return IDLE_NS;
        }
        long leftNs = progressNs + config.ackTimeout().toNanos() - nowNs;
        if (leftNs <= 0) {
            fail("endpoint " + open.endpoint() + " acknowledged nothing for "
                    + config.ackTimeout().toMillis() + " ms");
            return 0;
        }
        return Math.min(IDLE_NS, leftNs);
    }

    private void fail(String sentence) {
        PublishStream failed = stream;
        if (failed != null) {
            failed.close();
        }
        stream = null;
        window.clear();
        mustEmpty = false;
        spool.rewind();
        status.disconnected();
        status.error(sentence, epochClock.nanoTime());
        nextAttemptNs = clock.nanoTime();
        nextEndpoint = worked ? 0 : nextEndpoint + 1;
        if (worked || nextEndpoint == config.endpoints().size()) {
            nextEndpoint = 0;
            nextAttemptNs += backoff.nextNs();
        }
    }
}
