package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vedette.core.event.Kinds;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.ring.Memory;
import io.vedette.core.ring.RingPool;
import io.vedette.core.telemetry.BooksPage;
import io.vedette.core.telemetry.Tally;
import io.vedette.transport.spool.DropReason;
import io.vedette.v1.Container;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Exit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DiscardedBatchesTest {

    private final List<Throwable> faults = new ArrayList<>();
    private final ContainerTable containers = new ContainerTable(
            16, new RingPool(4, 1 << 16, Memory.OF_THE_JVM), new CgroupPaths(Path.of("/nowhere"), List.of()));
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
    void countsABatchThatCannotBeReadAsCorrupt() {
        discarded.onDropped(new UnsafeBuffer(new byte[] {1, 2, 3}), 0, 3, DropReason.SPOOL_FULL);

        assertThat(discarded.corruptDocuments()).isEqualTo(1);
        assertThat(faults).hasSize(1);
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
