package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.ExitFact;
import io.vedette.core.pipeline.Facts.Life;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Process;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Ids and capabilities before and after their change, in the event and in the process of later ones.
class CredentialEventsTest {

    private static final Life LIFE = new Life(42, 1000, 1, 1, 1, 8, 9);

    private final KeptBatches spool = new KeptBatches();
    private final Harness harness = new Harness(Harness.Sizes.ROOMY, discarded -> spool);

    private EventBatch batch() {
        harness.shipAll();
        harness.flush();
        return spool.batches().getFirst();
    }

    private static Process process(EventBatch batch, int event) {
        return batch.getProcesses(batch.getEvents(event).getProcess());
    }

    @Test
    void tellsOldIdsInTheEventAndNewOnesFromThenOn() {
        harness.drain(ExecFact.plain(LIFE, 2000, "/bin/a", "a\0"));
        harness.drain(RecordBytes.credentials(Kinds.SET_UID, LIFE, 3000, 0, 1001, 7));
        harness.drain(ExitFact.plain(LIFE, 4000));

        EventBatch batch = batch();
        Event change = batch.getEvents(1);
        assertThat(change.getSetUid().getOld().getReal()).isEqualTo(1000);
        assertThat(change.getSetUid().getOld().getEffective()).isEqualTo(1002);
        assertThat(change.getSetUid().getOld().getSaved()).isEqualTo(1004);
        assertThat(change.getSetUid().getOld().hasFilesystem()).isFalse();
        assertThat(change.getSetUid().getNew().hasReal()).isTrue();
        assertThat(change.getSetUid().getNew().getEffective()).isZero();
        assertThat(process(batch, 1).getEuid()).isEqualTo(1002);

        Process after = process(batch, 2);
        assertThat(List.of(after.getUid(), after.getEuid(), after.getSuid())).containsExactly(0, 0, 0);
        assertThat(List.of(after.getGid(), after.getEgid(), after.getSgid())).containsExactly(1001, 1001, 1001);
        assertThat(after.getBinary().toStringUtf8()).isEqualTo("/bin/a");
        assertThat(after.getExecCount()).isEqualTo(1);
        assertThat(after.getExecId()).isEqualTo(process(batch, 0).getExecId());
        assertThat(after.getIncompleteList()).isEqualTo(process(batch, 0).getIncompleteList());
    }

    @Test
    void keepsTheImageWhenNothingChanges() {
        harness.drain(ExecFact.plain(LIFE, 2000, "/bin/a", "a\0"));
        harness.drain(RecordBytes.credentials(Kinds.SET_UID, LIFE, 3000, 5, 6, 7));
        int images = harness.processes.size();
        harness.drain(RecordBytes.credentials(Kinds.SET_GID, LIFE, 3500, 5, 6, 7));

        assertThat(harness.processes.size()).isEqualTo(images);
    }

    @Test
    void doesNotGuessTheOldOnesOfAnUnknownProcess() {
        harness.drain(RecordBytes.credentials(Kinds.CAPSET, LIFE, 3000, 5, 6, 0));

        Event event = batch().getEvents(0);
        assertThat(event.getCapset().hasOld()).isFalse();
        assertThat(event.getCapset().getNew().hasEffective()).isTrue();
    }

    @Test
    void tellsWhichCapabilitiesAnExecGave() {
        harness.drain(ExecFact.plain(LIFE, 2000, "/bin/a", "a\0"));
        harness.drain(RecordBytes.credentials(Kinds.CAPSET, LIFE, 3000, 1000, 1001, 2));
        harness.drain(ExecFact.plain(LIFE, 4000, "/bin/b", "b\0"));

        EventBatch batch = batch();
        assertThat(batch.getEvents(0).getExec().getCapabilitiesGained()).isZero();
        assertThat(batch.getEvents(1).getCapset().getOld().getEffective()).isEqualTo(7);
        assertThat(batch.getEvents(2).getExec().getCapabilitiesGained()).isEqualTo(5);
        assertThat(process(batch, 2).getExecCount()).isEqualTo(2);
    }
}
