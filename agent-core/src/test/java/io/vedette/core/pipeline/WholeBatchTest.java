package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.digest.DigestTable;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.mask.MaskConfig;
import io.vedette.core.ring.Memory;
import io.vedette.core.time.KernelClock;
import io.vedette.v1.EventBatch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/// Whatever happens to one event, the batch around it can be read.
class WholeBatchTest {

    private static final int BATCH_BYTES = 128 * 1024;

    private final ContainerTable containers =
            new ContainerTable(16, new CgroupPaths(Path.of("/nonexistent"), List.of()));
    private final ProcessTable processes = new ProcessTable(256, 4 << 20, 0, Memory.OF_THE_JVM);
    private final BatchBuilder batch = new BatchBuilder(
            BATCH_BYTES,
            16,
            processes.newImageView(),
            new DigestTable(16),
            new AgentIdentity(1, 2, "1", "host", "00000000-0000-0000-0000-000000000000", "6.1"),
            MaskConfig.DEFAULT,
            new KernelClock());

    private EventBatch close() throws Exception {
        int length = batch.close();
        byte[] bytes = new byte[length];
        batch.buffer().getBytes(0, bytes);
        return EventBatch.parseFrom(bytes);
    }

    private static byte[] filled(int length, char with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    @Test
    void aFaultTakesBackWhatWasWrittenOfIt() throws Exception {
        UnsafeBuffer exec = SyntheticRecord.exec(100, 1, filled(10, 'b'), filled(0, 'a'));
        long image = processes.onExec(SyntheticRecord.execView(exec), ContainerTable.HOST);
        assertThat(batch.add(SyntheticRecord.execView(exec), image, containers.host()))
                .isTrue();

        assertThatThrownBy(() -> batch.report((writer, positions) -> {
                    writer.beginMessage(EventBatch.LOSSES_FIELD_NUMBER);
                    writer.uint32(1, 1);
                    throw new IllegalStateException("in the middle");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(batch.add(SyntheticRecord.execView(exec), image, containers.host()))
                .isTrue();

        EventBatch read = close();
        assertThat(read.getEventsList()).hasSize(2);
        assertThat(read.getLossesList()).isEmpty();
    }

    @Test
    void ancestorsWithLongPathsPushNoEventOut() throws Exception {
        byte[] longest = filled(RecordLayout.PATH_MAX, 'p');
        for (int tgid = 100; tgid < 140; tgid++) {
            processes.onExec(
                    SyntheticRecord.execView(SyntheticRecord.exec(tgid, tgid - 1, longest, new byte[0])),
                    ContainerTable.HOST);
        }
        UnsafeBuffer exec = SyntheticRecord.exec(140, 139, longest, new byte[RecordLayout.ARGS_MAX]);
        long image = processes.onExec(SyntheticRecord.execView(exec), ContainerTable.HOST);

        assertThat(batch.add(SyntheticRecord.execView(exec), image, containers.host()))
                .isTrue();

        EventBatch read = close();
        assertThat(read.getProcessesCount()).isGreaterThan(2).isLessThan(40);
        assertThat(read.getProcesses(0).getIncompleteList())
                .extracting(Enum::name)
                .containsExactly("INCOMPLETE_ANCESTORS_CUT");
        assertThat(read.getProcesses(read.getProcessesCount() - 1).getArgsCount())
                .isEqualTo(RecordLayout.ARGS_MAX);
    }
}
