package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vedette.core.event.Kinds;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.telemetry.BooksPage;
import io.vedette.core.telemetry.Tally;
import io.vedette.transport.spool.DropReason;
import io.vedette.v1.Container;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventKind;
import io.vedette.v1.Exit;
import io.vedette.v1.Loss;
import io.vedette.v1.LossReason;
import io.vedette.v1.LossStage;
import io.vedette.v1.Open;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DiscardedBatchesTest {

    private final List<Throwable> faults = new ArrayList<>();
    private final ContainerTable containers = new ContainerTable(16, new CgroupPaths(Path.of("/nowhere"), List.of()));
    private final DiscardedBatches discarded = new DiscardedBatches(containers, Harness.AGENT, faults::add);

    @Test
    void countsWhatThisInstanceSentAsDiscarded() {
        drop(Harness.AGENT.instanceId(), DropReason.SPOOL_FULL);
        drop(Harness.AGENT.instanceId(), DropReason.REJECTED);

        BooksPage page = page();
        assertThat(page.get(Tally.SPOOL_FULL)).isEqualTo(2);
        assertThat(page.get(Tally.REJECTED)).isEqualTo(2);
        assertThat(page.discarded()).isEqualTo(4);
    }

    @Test
    void countsWhatAnEarlierInstanceSentAsALossThatIsNotOfThisOnesSent() {
        drop(new byte[16], DropReason.SPOOL_FULL);
        drop(new byte[16], DropReason.REJECTED);

        BooksPage page = page();
        assertThat(page.get(Tally.EARLIER_SPOOL_FULL)).isEqualTo(2);
        assertThat(page.get(Tally.EARLIER_REJECTED)).isEqualTo(2);
        assertThat(page.discarded()).isZero();
        assertThat(page.dropped()).isZero();
    }

    @Test
    void whatEndsWithTheAgentIsInNoBooksButKnown() {
        drop(Harness.AGENT.instanceId(), DropReason.ENDED);
        drop(Harness.AGENT.instanceId(), DropReason.ENDED);

        assertThat(discarded.untold().batches()).isEqualTo(2);
        assertThat(discarded.untold().events()).isEqualTo(Map.of("", Map.of(Kinds.EXIT, 4L)));
        assertThat(page().discarded()).isZero();
    }

    @Test
    void countsLossesThatAnEarlierInstanceToldInALostBatch() {
        byte[] batch = EventBatch.newBuilder()
                .setInstanceId(ByteString.copyFrom(new byte[16]))
                .addContainers(Container.getDefaultInstance())
                .addLosses(Loss.newBuilder()
                        .setKind(EventKind.EXIT)
                        .setStage(LossStage.LOSS_STAGE_RING)
                        .setReason(LossReason.LOSS_REASON_RING_FULL)
                        .setCount(5))
                .build()
                .toByteArray();

        discarded.onDropped(new UnsafeBuffer(batch), 0, batch.length, DropReason.SPOOL_FULL);

        assertThat(page().get(Tally.EARLIER_SPOOL_FULL)).isEqualTo(5);
    }

    @Test
    void countsABatchThatCannotBeReadAsCorrupt() {
        discarded.onDropped(new UnsafeBuffer(new byte[] {1, 2, 3}), 0, 3, DropReason.SPOOL_FULL);

        assertThat(discarded.corruptDocuments()).isEqualTo(1);
        assertThat(faults).hasSize(1);
    }

    @Test
    void countsWhatTheNoteOfAnUnreadableBatchSays() {
        BatchContents own = contents(Harness.AGENT.instanceId());
        BatchContents earlier = contents(new byte[16]);

        discarded.onUnreadable(own.note(), 0, own.close());
        discarded.onUnreadable(earlier.note(), 0, earlier.close());

        BooksPage page = page();
        assertThat(page.get(Tally.SPOOL_CORRUPT)).isEqualTo(3);
        assertThat(page.get(Tally.EARLIER_SPOOL_CORRUPT)).isEqualTo(3);
        assertThat(page.discarded()).isEqualTo(3);
        assertThat(containers.host().books().get(Kinds.OPEN, Tally.SPOOL_CORRUPT))
                .isEqualTo(40);
        // Of losses that this instance told, its own books know; those of an earlier one nobody would tell any more.
        assertThat(discarded.lostReports().isEmpty()).isFalse();
        assertThat(containers.host().books().get(Kinds.FORK, Tally.EARLIER_SPOOL_CORRUPT))
                .isEqualTo(7);
        assertThat(discarded.corruptDocuments()).isZero();
    }

    @Test
    void aNoteThatIsCutIsABatchThatNobodyKnows() {
        BatchContents own = contents(Harness.AGENT.instanceId());

        discarded.onUnreadable(own.note(), 0, own.close() - 1);

        assertThat(discarded.corruptDocuments()).isEqualTo(1);
    }

    @Test
    void anEventOfNoContainerMakesTheBatchOneThatCannotBeRead() {
        byte[] batch = EventBatch.newBuilder()
                .setInstanceId(ByteString.copyFrom(Harness.AGENT.instanceId()))
                .addContainers(Container.getDefaultInstance())
                .addEvents(Event.newBuilder().setExit(Exit.getDefaultInstance()))
                .addEvents(Event.newBuilder().setContainer(1).setExit(Exit.getDefaultInstance()))
                .build()
                .toByteArray();

        discarded.onDropped(new UnsafeBuffer(batch), 0, batch.length, DropReason.SPOOL_FULL);

        assertThat(discarded.corruptDocuments()).isEqualTo(1);
        assertThat(faults).hasSize(1);
        faults.clear();
        assertThat(page().get(Tally.SPOOL_FULL)).isZero();
    }

    @Test
    void countsAnOpenThatStandsForSeveralAsSeveral() {
        byte[] batch = EventBatch.newBuilder()
                .setInstanceId(ByteString.copyFrom(Harness.AGENT.instanceId()))
                .addContainers(Container.getDefaultInstance())
                .addEvents(Event.newBuilder().setOpen(Open.newBuilder().setCount(7)))
                .addEvents(Event.newBuilder().setOpen(Open.newBuilder().setCount(1)))
                .build()
                .toByteArray();

        discarded.onDropped(new UnsafeBuffer(batch), 0, batch.length, DropReason.SPOOL_FULL);

        assertThat(containers.host().books().get(Kinds.OPEN, Tally.SPOOL_FULL)).isEqualTo(8);
    }

    /// Of a batch with three exits and opens that stand for 40 on the host.
    private BatchContents contents(byte[] instance) {
        BatchContents contents = new BatchContents(instance, 16);
        contents.add(containers.host(), Kinds.OPEN, 39);
        contents.add(containers.host(), Kinds.EXIT, 1);
        contents.add(containers.host(), Kinds.EXIT, 2);
        contents.add(containers.host(), Kinds.OPEN, 1);
        contents.addLoss(containers.host(), Kinds.FORK, Tally.RING_FULL, 7);
        return contents;
    }

    /// A batch with two exits on the host.
    private void drop(byte[] instance, DropReason reason) {
        Event exit = Event.newBuilder().setExit(Exit.getDefaultInstance()).build();
        byte[] batch = EventBatch.newBuilder()
                .setInstanceId(ByteString.copyFrom(instance))
                .setSequence(1)
                .addContainers(Container.getDefaultInstance())
                .addEvents(exit)
                .addEvents(exit)
                .build()
                .toByteArray();
        discarded.onDropped(new UnsafeBuffer(batch), 0, batch.length, reason);
    }

    private BooksPage page() {
        assertThat(faults).isEmpty();
        BooksPage page = new BooksPage();
        containers.host().books().read(Kinds.EXIT, page);
        return page;
    }
}
