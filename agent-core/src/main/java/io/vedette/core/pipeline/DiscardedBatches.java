package io.vedette.core.pipeline;

import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.telemetry.Tally;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.SpoolListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/// Counts the events of batches that the spool had to drop or could not take, under their containers and
/// kinds.
///
/// The batch itself says what was in it. Called by the ship, which appends, and by the sender for batches
/// that are refused.
public final class DiscardedBatches implements SpoolListener {

    private final ContainerTable containers;
    private final byte[] instanceId;
    private final ErrorHandler errors;
    private final AtomicLong corrupt = new AtomicLong();
    private final LostReports lostReports = new LostReports();
    private final UntoldLosses untold = new UntoldLosses();

    /// @param agent what it sent itself stands in its own books; batches in the spool may be of an earlier instance
    public DiscardedBatches(ContainerTable containers, AgentIdentity agent, ErrorHandler errors) {
        this.containers = containers;
        this.instanceId = agent.instanceId();
        this.errors = errors;
    }

    /// Documents of the spool that could not be read back; nobody knows how many events were in them.
    public long corruptDocuments() {
        return corrupt.get();
    }

    /// Whatever was in memory only when the spool was closed.
    UntoldLosses untold() {
        return untold;
    }

    LostReports lostReports() {
        return lostReports;
    }

    @Override
    public void onDropped(DirectBuffer batch, int offset, int length, DropReason reason) {
        // Each has its own thread, so that no count is written by two: the sender is told of refusals, the ship of a
        // full spool.
        switch (reason) {
            case REJECTED -> count(batch, offset, length, Tally.REJECTED, Tally.EARLIER_REJECTED);
            case SPOOL_FULL -> count(batch, offset, length, Tally.SPOOL_FULL, Tally.EARLIER_SPOOL_FULL);
            case ENDED -> noteUntold(batch, offset, length);
        }
    }

    @Override
    public void onCorrupt(long count) {
        corrupt.addAndGet(count);
    }

    @Override
    public void onUnreadable(DirectBuffer note, int offset, int length) {
        // The ship or the sender, but each under the spool's lock: no count is written by two at a time.
        boolean isOwn = BatchContents.isOf(instanceId, note, offset, length);
        boolean whole = BatchContents.read(note, offset, length, new BatchContents.Counts() {
            @Override
            public void events(String id, int kind, long count) {
                Tally tally = isOwn ? Tally.SPOOL_CORRUPT : Tally.EARLIER_SPOOL_CORRUPT;
                container(id).books().add(kind, tally, count);
            }

            @Override
            public void loss(String id, int kind, Tally told, long count) {
                lossReport(isOwn, id, kind, told, count, Tally.EARLIER_SPOOL_CORRUPT);
            }
        });
        if (!whole) {
            corrupt.incrementAndGet();
        }
    }

    void notTaken(DirectBuffer batch, int offset, int length) {
        count(batch, offset, length, Tally.SPOOL_FAILED, Tally.SPOOL_FAILED);
    }

    /// The spool failed in a way that it should not.
    void onFault(Throwable fault) {
        errors.onError(fault);
    }

    private void count(DirectBuffer buffer, int offset, int length, Tally own, Tally earlier) {
        BatchEvents batch = read(buffer, offset, length);
        if (batch == null) {
            return;
        }
        boolean isOwn = batch.areOf(instanceId);
        batch.tell(new BatchEvents.Counts() {
            @Override
            public void events(String id, int kind, long count) {
                container(id).books().add(kind, isOwn ? own : earlier, count);
            }

            @Override
            public void loss(String id, int kind, int stage, int reason, long count) {
                lossReport(isOwn, id, kind, Tally.of(stage, reason), count, earlier);
            }

            @Override
            public void account(String id, int kind) {
                if (isOwn) {
                    // As though one less had been sent, so that it is news.
                    tellAgain(id, kind, Tally.SENT, 1);
                }
            }
        });
    }

    /// A report of a loss did not arrive.
    ///
    /// @param earlier for those that nobody else will tell any more, whoever lost them
    private void lossReport(boolean isOwn, String id, int kind, @Nullable Tally told, long count, Tally earlier) {
        if (!isOwn || told == null || !tellAgain(id, kind, told, count)) {
            container(id).books().add(kind, earlier, count);
        }
    }

    /// @return whether the container is still known
    private boolean tellAgain(String id, int kind, Tally tally, long count) {
        Container container = container(id);
        boolean isKnown = ContainerEncoder.idInStream(container).equals(id);
        if (isKnown) {
            lostReports.add(new LostReports.Lost(container, kind, tally, count));
        }
        return isKnown;
    }

    private void noteUntold(DirectBuffer buffer, int offset, int length) {
        untold.addBatch();
        BatchEvents batch = read(buffer, offset, length);
        if (batch == null) {
            return;
        }
        batch.tell(new BatchEvents.Counts() {
            @Override
            public void events(String id, int kind, long count) {
                untold.add(id, kind, count);
            }

            @Override
            public void loss(String id, int kind, int stage, int reason, long count) {
                untold.add(id, kind, count);
            }

            @Override
            public void account(String id, int kind) {
                // What is not told of them is told again by nobody: they are no loss.
            }
        });
    }

    private @Nullable BatchEvents read(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        try {
            return BatchEvents.of(bytes);
        } catch (IOException damaged) {
            errors.onError(damaged);
            corrupt.incrementAndGet();
            return null;
        }
    }

    /// A container of an earlier instance may be unknown to this one.
    private Container container(String id) {
        for (int index = 0; index < containers.capacity(); index++) {
            Container container = containers.at(index);
            if (container != null && ContainerEncoder.idInStream(container).equals(id)) {
                return container;
            }
        }
        return containers.get(ContainerTable.UNKNOWN);
    }
}
