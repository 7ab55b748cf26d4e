package io.vedette.transport.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.TestBatches;
import io.vedette.v1.Account;
import io.vedette.v1.Digest;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Loss;
import io.vedette.v1.Process;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class BatchCheckTest {

    @Test
    void takesGoodBatches() {
        assertThat(BatchCheck.check(TestBatches.batch(5, 1, 0)))
                .isEqualTo(new Inbound.Valid(TestBatches.batch(5, 1, 0), new AgentInstance(TestBatches.HIGH, 5)));
        assertThat(BatchCheck.check(GoldenBatch.everything())).isInstanceOf(Inbound.Valid.class);
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(reason(batch -> batch.clearInstanceId())).isEqualTo("instance_id has 0 bytes, not 16");
        assertThat(reason(batch -> batch.clearSequence())).isEqualTo("sequence is missing");
        assertThat(reason(batch -> batch.getEventsBuilder(0).setProcess(1))).isEqualTo("events[0].process is 1, of 1");
        assertThat(reason(batch -> batch.getEventsBuilder(0).setProcess(-1)))
                .isEqualTo("events[0].process is 4294967295, of 1");
        assertThat(reason(batch -> batch.getEventsBuilder(0).setContainer(7)))
                .isEqualTo("events[0].container is 7, of 1");
        assertThat(reason(batch -> batch.getProcessesBuilder(0).setContainer(2)))
                .isEqualTo("processes[0].container is 2, of 1");
        assertThat(reason(batch -> batch.getProcessesBuilder(0).setParent(2)))
                .isEqualTo("processes[0].parent is 2, of 1");
        assertThat(reason(batch -> batch.addLosses(Loss.newBuilder().setContainer(1))))
                .isEqualTo("losses[0].container is 1, of 1");
        assertThat(reason(batch -> batch.addAccounts(Account.newBuilder().setContainer(1))))
                .isEqualTo("accounts[0].container is 1, of 1");
        assertThat(reason(batch -> batch.addDigests(Digest.newBuilder().setContainer(-1))))
                .isEqualTo("digests[0].container is 4294967295, of 1");
    }

    @Test
    void findsAncestorsThatGoRoundInACircle() {
        assertThat(reason(batch -> batch.getProcessesBuilder(0).setParent(0)))
                .isEqualTo("processes[0] is its own ancestor");
        assertThat(reason(batch -> batch.addProcesses(child(2))
                        .addProcesses(child(3))
                        .addProcesses(child(1))
                        .addProcesses(child(2))))
                .endsWith("is its own ancestor");
    }

    private static Process.Builder child(int parent) {
        return Process.newBuilder().setParent(parent);
    }

    private static String reason(Consumer<EventBatch.Builder> damage) {
        EventBatch.Builder batch = TestBatches.batch(5, 1, 0).toBuilder();
        damage.accept(batch);
        return ((Inbound.Malformed) BatchCheck.check(batch.build())).reason();
    }
}
