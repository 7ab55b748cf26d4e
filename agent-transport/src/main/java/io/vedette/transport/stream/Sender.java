package io.vedette.transport.stream;

import io.grpc.Status;
import io.vedette.transport.codec.BatchHeader;
import io.vedette.transport.compress.Encoding;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.spool.SpoolListener;
import io.vedette.transport.tls.TlsException;
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

    /// How long an acknowledgement may wait: with much room for more batches, and without.
    private static final long PATIENCE_NS = 500_000_000;

    private static final long SHORT_PATIENCE_NS = 20_000_000;

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
    private final Encodings encodings;
    private final BatchHeader header = new BatchHeader();

    private @Nullable PublishStream stream;
    private boolean taken;
    private boolean worked;
    private boolean ending;
    private boolean hurries;
    private boolean finished;
    private int endpointAfter;
    private long finishDeadlineNs;
    private long filesCheckNs;
    private long firstAgainNs;
    private boolean mustEmpty;
    private long unsendable = AckWindow.UNKNOWN;
    private long rejected = AckWindow.UNKNOWN;
    private long onItsWay = AckWindow.UNKNOWN;
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
        this.window = new AckWindow(config.window().batches(), config.window().bytes());
        Retry retry = config.retry();
        this.backoff =
                new Backoff(retry.backoffMin().toNanos(), retry.backoffMax().toNanos(), random);
        this.suspect = new Suspect(retry.rejectionsUntilDropped());
        this.encodings = new Encodings(config.encodings());
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
            onEnd(open, ended);
            return 0;
        }
        if (!ending && !open.isSettled()) {
            settle(open);
        }
        if (taken && !ending) {
            considerRenewal(open, nowNs);
        }
        if (ending) {
            return finish(open, nowNs, work);
        }
        work += send(open, nowNs);
        return work > 0 ? 0 : untilTimeout(open, nowNs);
    }

    /// Each acknowledgement counts from now on: nothing more is to come.
    void hurry() {
        hurries = true;
    }

    /// Whether everything in the spool is acknowledged.
    boolean isDone() {
        return spool.waitingBatches() == 0;
    }

    /// Gives up the stream because of a fault of the agent.
    void onFault(Throwable fault) {
        fail("sending failed: " + Failure.oneLine(fault.toString()));
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
        ending = false;
        finished = false;
        connectDeadlineNs = nowNs + config.timeouts().connect().toNanos();
        filesCheckNs = nowNs + config.timeouts().filesCheck().toNanos();
        firstAgainNs = nowNs + config.timeouts().firstAgain().toNanos();
        try {
            stream = connector.open(endpoint, encodings.of(endpoint), this::tell, wakeUp);
        } catch (TlsException | IllegalArgumentException e) {
            fail("endpoint " + endpoint + " can't be tried: " + Failure.oneLine(String.valueOf(e.getMessage())));
        }
        return 0;
    }

    private void tell(String sentence) {
        status.error(sentence, epochClock.nanoTime());
    }

    /// Batches are compressed once the endpoint has said that it can read them, or has answered without a word on it.
    private void settle(PublishStream open) {
        Endpoint endpoint = open.route().endpoint();
        String accepted = open.accepted();
        if (open.canContinue()) {
            open.compressContinued();
            status.compressesBy(open.encoding());
        } else if (accepted == null ? worked : Encodings.accepts(accepted, encodings.of(endpoint))) {
            open.compress();
        } else if (accepted != null && encodings.refused(endpoint, accepted)) {
            end(nextEndpoint);
        } else if (accepted != null) {
            open.stayPlain();
        }
    }

    /// New TLS files take effect with a new connection, and the first endpoint is the one that is wanted.
    private void considerRenewal(PublishStream open, long nowNs) {
        Endpoint endpoint = open.route().endpoint();
        if (nextEndpoint > 0 && nowNs - firstAgainNs >= 0) {
            end(0);
        } else if (endpoint.tls() && nowNs - filesCheckNs >= 0) {
            filesCheckNs = nowNs + config.timeouts().filesCheck().toNanos();
            try {
                if (connector.refresh()) {
                    end(nextEndpoint);
                }
            } catch (TlsException unusable) {
                tell(unusable.getMessage() + "; the connection stays as it is");
            }
        }
    }

    private void end(int endpointThen) {
        ending = true;
        endpointAfter = endpointThen;
    }

    /// Ends a stream in good order: nothing more is sent, what is in flight is waited for.
    private long finish(PublishStream open, long nowNs, int work) {
        if (window.size() > 0) {
            return work > 0 ? 0 : untilTimeout(open, nowNs);
        }
        if (!finished) {
            finished = true;
            finishDeadlineNs = nowNs + config.timeouts().connect().toNanos();
            open.finish();
        }
        long leftNs = finishDeadlineNs - nowNs;
        if (leftNs <= 0) {
            renew(open);
            return 0;
        }
        return Math.min(IDLE_NS, leftNs);
    }

    private void renew(PublishStream open) {
        open.close();
        stream = null;
        ending = false;
        mustEmpty = false;
        spool.rewind();
        status.disconnected();
        status.renewed();
        nextEndpoint = endpointAfter;
        nextAttemptNs = clock.nanoTime();
    }

    private void onEnd(PublishStream open, Status ended) {
        if (finished && window.size() == 0) {
            renew(open);
            return;
        }
        Endpoint endpoint = open.route().endpoint();
        Encoding used = encodings.of(endpoint);
        String accepted = open.accepted();
        boolean isForEncoding = ended.getCode() == Status.Code.UNIMPLEMENTED
                || (!worked && accepted != null && used != Encoding.NONE && !Encodings.accepts(accepted, used));
        if (isForEncoding && encodings.refused(endpoint, accepted)) {
            // No failure: the endpoint only knows less than the agent.
            drop(open);
            nextAttemptNs = clock.nanoTime();
            return;
        }
        if (ended.getCode() == Status.Code.INVALID_ARGUMENT && window.size() > 0) {
            suspect.refused(window.oldestPosition(), window.size());
        }
        fail(Failure.sentence(open.route(), ended, connector.hasCertificate(), worked));
    }

    private void drop(PublishStream open) {
        open.close();
        stream = null;
        ending = false;
        window.clear();
        onItsWay = AckWindow.UNKNOWN;
        mustEmpty = false;
        spool.rewind();
        status.disconnected();
    }

    private int send(PublishStream open, long nowNs) {
        int sent = 0;
        while (open.isReady()) {
            if (!taken) {
                taken = true;
                Route route = open.route();
                status.connected(route, open.encoding(), open.security(), epochClock.nanoTime());
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
        if (position <= onItsWay) {
            return;
        }
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
            long before = open.wireBytes();
            open.send(buffer, offset, length);
            window.add(position, header.instanceHigh(), header.instanceLow(), header.sequence(), length);
            status.sent(window.size(), length, open.wireBytes() - before);
        }
    }

    private void onAck(Ack ack) {
        int before = window.size();
        long position = window.acknowledge(ack);
        if (position == AckWindow.UNKNOWN) {
            status.ackIgnored();
            return;
        }
        PublishStream open = stream;
        if (!worked && open != null) {
            worked = true;
            if (!ending && !open.isSettled()) {
                // What the endpoint says that it reads came before.
                settle(open);
            }
            status.works(open.route());
        }
        if (ack.rejection().isEmpty()) {
            spool.ack(position);
        } else {
            reject(position, ack);
        }
        suspect.acknowledged(before - window.size());
        progressNs = clock.nanoTime();
        backoff.reset();
        status.acknowledged(ack.sequence(), window.size(), epochClock.nanoTime());
    }

    /// Brings the one batch back from the spool to have it counted, and lets the others go on: those that are in
    /// flight behind it come out of the spool once more, and are left out.
    private void reject(long position, Ack ack) {
        if (window.positionBefore() != AckWindow.UNKNOWN) {
            spool.ack(window.positionBefore());
        }
        rejected = position;
        spool.rewind();
        spool.read(this::onRejected);
        spool.ack(position);
        onItsWay = Math.max(onItsWay, window.newestPosition());
        spool.rewind();
        status.rejected();
        status.error("endpoint refused batch " + ack.sequence() + ": " + ack.rejection(), epochClock.nanoTime());
    }

    private void onRejected(long position, DirectBuffer buffer, int offset, int length) {
        // It may have gone meanwhile, with the oldest ones.
        if (position == rejected) {
            listener.onDropped(buffer, offset, length, DropReason.REJECTED);
        }
    }

    private long untilTimeout(PublishStream open, long nowNs) {
        if (!taken) {
            long leftNs = connectDeadlineNs - nowNs;
            if (leftNs <= 0) {
                fail(open.route() + " did not take the stream within "
                        + config.timeouts().connect().toMillis() + " ms");
                return 0;
            }
            return Math.min(IDLE_NS, leftNs);
        }
        if (window.size() == 0) {
            return IDLE_NS;
        }
        long leftNs = progressNs + config.timeouts().ack().toNanos() - nowNs;
        if (leftNs <= 0) {
            fail(open.route() + " acknowledged nothing for "
                    + config.timeouts().ack().toMillis() + " ms");
            return 0;
        }
        return open.sleepNs(patienceNs(), Math.min(IDLE_NS, leftNs));
    }

    private long patienceNs() {
        if (hurries || ending || suspect.isCareful() || mustEmpty) {
            return 0;
        }
        return window.hasMuchRoom() ? PATIENCE_NS : SHORT_PATIENCE_NS;
    }

    private void fail(String sentence) {
        PublishStream failed = stream;
        if (failed != null) {
            drop(failed);
        }
        status.error(sentence, epochClock.nanoTime());
        nextAttemptNs = clock.nanoTime();
        nextEndpoint = worked ? 0 : nextEndpoint + 1;
        if (worked || nextEndpoint == config.endpoints().size()) {
            nextEndpoint = 0;
            nextAttemptNs += backoff.nextNs();
        }
    }
}
