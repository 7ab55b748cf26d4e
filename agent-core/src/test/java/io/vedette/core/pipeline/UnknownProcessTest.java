package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.NetworkLayout;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.Life;
import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.RecordHeader;
import io.vedette.core.telemetry.Tally;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Incomplete;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/// What happened from outside, and nobody is known to have done it.
class UnknownProcessTest {

    private static final Life LIFE = new Life(42, 1000, 1, 1, 1, 8, 9);
    private static final Owner SOMEBODY_IN_ONE = new Owner(0, 0, 0, 0, 1, 8, 9);

    private final KeptBatches spool = new KeptBatches();
    private final Harness harness = new Harness(Harness.Sizes.ROOMY, discarded -> spool);

    private static UnsafeBuffer connect(Owner owner) {
        UnsafeBuffer record = new UnsafeBuffer(new byte[NetworkLayout.CONNECTION_LENGTH]);
        RecordHeader.write(record, Kinds.CONNECT, NetworkLayout.CONNECTION_LENGTH, 3000, owner);
        return record;
    }

    private EventBatch batch() {
        harness.shipAll();
        harness.flush();
        return spool.batches().getFirst();
    }

    private static String container(EventBatch batch, int event) {
        return batch.getContainers(batch.getEvents(event).getContainer()).getId();
    }

    @Test
    void isToldInItsContainerWhereThatIsKnown() {
        harness.tellContainers(1);
        harness.drain(connect(SOMEBODY_IN_ONE));
        harness.drain(connect(Owner.UNKNOWN));

        EventBatch batch = batch();
        assertThat(batch.getEventsList()).hasSize(2);
        assertThat(container(batch, 0)).isEqualTo(Harness.containerId(1));
        assertThat(container(batch, 1)).isEqualTo(ContainerTable.UNKNOWN_ID);
        for (Event event : batch.getEventsList()) {
            assertThat(event.getIncompleteList()).containsExactly(Incomplete.INCOMPLETE_PROCESS_UNKNOWN);
            assertThat(batch.getProcesses(event.getProcess()).getExecId()).isEmpty();
            assertThat(batch.getProcesses(event.getProcess()).getHostPid()).isZero();
        }
    }

    @Test
    void makesNoProcessOfItAndChangesNone() {
        harness.tellContainers(1);
        harness.drain(ExecFact.plain(LIFE, 2000, "/bin/a", "a\0"));
        int before = harness.processes.size();
        harness.drain(connect(SOMEBODY_IN_ONE));
        harness.drain(connect(new Owner(42, 1000, 1, 1, 1, 8, 9)));

        assertThat(harness.processes.size()).isEqualTo(before);
        EventBatch batch = batch();
        List<String> binaries = batch.getEventsList().stream()
                .map(event -> batch.getProcesses(event.getProcess()).getBinary().toStringUtf8())
                .toList();
        assertThat(binaries).containsExactly("/bin/a", "", "/bin/a");
    }

    @Test
    void isInTheBooksOfItsContainer() {
        harness.tellContainers(1);
        harness.drain(connect(SOMEBODY_IN_ONE));
        harness.drain(connect(Owner.UNKNOWN));
        batch();

        assertThat(harness.containers.get(ContainerTable.UNKNOWN).books().get(Kinds.CONNECT, Tally.DRAINED))
                .isEqualTo(1);
        assertThat(harness.containers.resolve(1, 8, 9, 0).books().get(Kinds.CONNECT, Tally.DRAINED))
                .isEqualTo(1);
        assertThat(harness.errors).isEmpty();
    }

    @Test
    void aRecordThatIsNoneIsMalformedHereToo() {
        UnsafeBuffer record = connect(Owner.UNKNOWN);
        record.putShort(NetworkLayout.CONNECTION_LOCAL_PATH_LEN, (short) 9, ByteOrder.nativeOrder());
        assertThat(record.getInt(RecordLayout.INCOMPLETE, ByteOrder.nativeOrder()))
                .isEqualTo(IncompleteBits.PROCESS_UNKNOWN);
        harness.drain(record);

        assertThat(harness.containers.get(ContainerTable.UNKNOWN).books().get(Kinds.CONNECT, Tally.DRAIN_MALFORMED))
                .isEqualTo(1);
    }
}
