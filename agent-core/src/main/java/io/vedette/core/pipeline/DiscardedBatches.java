package io.vedette.core.pipeline;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.telemetry.Tally;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.SpoolListener;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/// Counts the events of batches that the spool had to drop or could not take, under their containers and
/// kinds.
///
/// The batch itself says what was in it. Called by the ship, which appends, and by the sender for batches
/// that are refused.
public final class DiscardedBatches implements SpoolListener {

    private final ContainerTable containers;
    private final ByteString instance;
    private final ErrorHandler errors;
    private final AtomicLong corrupt = new AtomicLong();

    /// @param agent what it sent itself stands in its own books; batches in the spool may be of an earlier instance
    public DiscardedBatches(ContainerTable containers, AgentIdentity agent, ErrorHandler errors) {
        this.containers = containers;
        this.instance = ByteString.copyFrom(agent.instanceId());
        this.errors = errors;
    }

    /// Documents of the spool that could not be read back; nobody knows how many events were in them.
    public long corruptDocuments() {
        return corrupt.get();
    }

    @Override
    public void onDropped(DirectBuffer batch, int offset, int length, DropReason reason) {
        // Each has its own thread, so that no count is written by two: the sender is told of refusals, the ship of the
        // rest.
        if (reason == DropReason.REJECTED) {
            count(batch, offset, length, Tally.REJECTED, Tally.EARLIER_REJECTED);
        } else {
            count(batch, offset, length, Tally.SPOOL_FULL, Tally.EARLIER_SPOOL_FULL);
        }
    }

    @Override
    public void onCorrupt(long count) {
        corrupt.addAndGet(count);
    }

    void notTaken(DirectBuffer batch, int offset, int length) {
        count(batch, offset, length, Tally.SPOOL_FAILED, Tally.SPOOL_FAILED);
    }

    /// The spool failed in a way that it should not.
    void onFault(RuntimeException fault) {
        errors.onError(fault);
    }

    private void count(DirectBuffer buffer, int offset, int length, Tally own, Tally earlier) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        try {
            EventBatch batch = EventBatch.parseFrom(bytes);
            Tally tally = batch.getInstanceId().equals(instance) ? own : earlier;
            for (Event event : batch.getEventsList()) {
                String id = batch.getContainers(event.getContainer()).getId();
                container(id).books().add(event.getDetailCase().getNumber(), tally, 1);
            }
        } catch (InvalidProtocolBufferException | IndexOutOfBoundsException damaged) {
            errors.onError(damaged);
            corrupt.incrementAndGet();
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
