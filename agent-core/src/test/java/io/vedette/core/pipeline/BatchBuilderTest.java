package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessImage;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.ExecFailedFact;
import io.vedette.core.pipeline.Facts.ExitFact;
import io.vedette.core.pipeline.Facts.ForkFact;
import io.vedette.core.pipeline.Facts.Ids;
import io.vedette.core.pipeline.Facts.Life;
import io.vedette.core.telemetry.Tally;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventKind;
import io.vedette.v1.Incomplete;
import io.vedette.v1.Process;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class BatchBuilderTest {

    private static final int KIB = 1024;
    private static final int PID_NS = 0xEFFF_FFFC;

    private final KeptBatches spool = new KeptBatches();

    private Harness harness(int batchBytes) {
        Harness harness = new Harness(new Harness.Sizes(256, 4 << 20, 4, 1 << 18, 16, batchBytes), discarded -> spool);
        harness.drain(RecordBytes.cgroup(1, "/init.scope"));
        return harness;
    }

    private static Life life(int tgid, int parentTgid) {
        return new Life(tgid, tgid * 100L, parentTgid, parentTgid * 100L, 1, 1, PID_NS);
    }

    private static ExecFact longest(Life life, int argByte) {
        ByteString path = ByteString.copyFrom(new byte[RecordLayout.PATH_MAX]);
        byte[] args = new byte[RecordLayout.ARGS_MAX];
        java.util.Arrays.fill(args, (byte) argByte);
        return new ExecFact(
                life,
                life.start() + 1,
                life.tgid(),
                0,
                false,
                Ids.plain(1),
                0,
                life.tgid(),
                args.length,
                path,
                path.substring(1).concat(ByteString.copyFromUtf8("x")),
                path,
                ByteString.copyFrom(args));
    }

    @Test
    void theLargestRecordOfTheLargestProcessFitsTheSmallestBatch() {
        Harness harness = harness(96 * KIB);

        harness.drain(longest(life(5, 0), 0));
        harness.drain(new ExecFailedFact(
                life(5, 0),
                600,
                5,
                0,
                2,
                0,
                ByteString.copyFrom(new byte[RecordLayout.PATH_MAX]),
                ByteString.copyFrom(new byte[RecordLayout.ARGS_MAX])));
        harness.shipAll();
        harness.flush();

        assertThat(spool.batches().stream().mapToInt(EventBatch::getEventsCount).sum())
                .isEqualTo(2);
        assertThat(spool.batches().getFirst().getProcesses(0).getArgsCount()).isEqualTo(RecordLayout.ARGS_MAX);
    }

    @Test
    void nobodyHidesBehindAncestorsWithLongNames() {
        Harness harness = harness(64 * KIB);
        for (int tgid = 2; tgid < 40; tgid++) {
            harness.drain(longest(life(tgid, tgid - 1), 'a').asRunning());
        }

        harness.drain(ExitFact.plain(life(39, 38), 5000));
        harness.shipAll();
        harness.flush();

        EventBatch batch = spool.batches().getFirst();
        assertThat(batch.getEventsCount()).isEqualTo(1);
        Process process = batch.getProcesses(batch.getEvents(0).getProcess());
        assertThat(process.getParentHostPid()).isEqualTo(38);
        Process last = process;
        while (last.hasParent()) {
            last = batch.getProcesses(last.getParent());
        }
        assertThat(last.getHostPid()).isBetween(30, 38);
        assertThat(last.getIncompleteList()).containsExactly(Incomplete.INCOMPLETE_ANCESTORS_CUT);
    }

    @Test
    void anEventThatFitsNoBatchIsCountedAndLeavesTheBatchWhole() {
        Harness harness = harness(8 * KIB);

        harness.drain(ExitFact.plain(life(4, 0), 500));
        harness.drain(longest(life(5, 0), 'a'));
        harness.drain(ExitFact.plain(life(6, 0), 700));
        harness.shipAll();
        harness.flush();

        assertThat(spool.batches()).hasSize(2);
        for (EventBatch batch : spool.batches()) {
            new BatchComparison(batch, false, 128 * KIB).standsAlone();
            assertThat(batch.getEventsCount()).isEqualTo(1);
            assertThat(batch.getProcessesCount()).isEqualTo(1);
            assertThat(batch.getContainersCount()).isEqualTo(1);
        }
        assertThat(books(harness, EventKind.EXEC, Tally.ENCODE_TOO_LARGE)).isEqualTo(1);
        assertThat(books(harness, EventKind.EXEC, Tally.SENT)).isZero();
    }

    @Test
    void whatIsTakenBackIsDescribedAgainInTheNextBatch() {
        Harness harness = harness(8 * KIB);
        Life parent = life(10, 0);
        harness.drain(ExecFact.plain(parent, 1, "/parent", "p\0"));
        harness.drain(ForkFact.plain(parent, 2, life(11, 10)));
        for (int i = 0; i < 1500; i++) {
            harness.drain(ExitFact.plain(life(11, 10), 10_000 + i));
        }

        harness.shipAll();
        harness.flush();

        assertThat(spool.batches().size()).isGreaterThan(2);
        assertThat(spool.batches().stream().mapToInt(EventBatch::getEventsCount).sum())
                .isEqualTo(1502);
        for (EventBatch batch : spool.batches()) {
            new BatchComparison(batch, false, 128 * KIB).standsAlone();
            Process child = batch.getProcesses(
                    batch.getEvents(batch.getEventsCount() - 1).getProcess());
            assertThat(child.getBinary().toStringUtf8()).isEqualTo("/parent");
            assertThat(batch.getProcesses(child.getParent()).getHostPid()).isEqualTo(10);
        }
    }

    @Test
    void aFaultInTheMiddleOfAnEventLeavesTheBatchWhole() {
        Harness harness = harness(8 * KIB);
        harness.drain(ExitFact.plain(life(4, 0), 500));
        harness.shipAll();
        UnsafeBuffer record = RecordBytes.of(longest(life(5, 0), 'a'));
        ExecFlyweight cutOff = new ExecFlyweight();
        cutOff.wrap(new UnsafeBuffer(record, 0, RecordLayout.EXEC_LENGTH + 10), 0);

        assertThatThrownBy(() -> harness.batch.add(cutOff, ProcessImage.NONE, harness.containers.host()))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> harness.batch.report((writer, containers) -> {
                    writer.beginMessage(EventBatch.HEALTH_FIELD_NUMBER);
                    throw new IllegalStateException("a fault");
                }))
                .isInstanceOf(IllegalStateException.class);

        harness.drain(ExitFact.plain(life(6, 0), 700));
        harness.shipAll();
        harness.flush();
        EventBatch batch = spool.batches().getFirst();
        assertThat(batch.getEventsCount()).isEqualTo(2);
        assertThat(batch.getProcessesList().stream().map(Process::getHostPid)).containsExactly(4, 6);
        assertThat(batch.hasHealth()).isFalse();
    }

    @Test
    void aProcessThatTheTableHasNoRoomForIsDescribedByItsRecord() {
        Harness harness = harness(64 * KIB);
        ByteString script = ByteString.copyFromUtf8("/opt/run.sh");
        ByteString shell = ByteString.copyFromUtf8("/bin/sh");
        ExecFact exec = new ExecFact(
                life(5, 3),
                600,
                5,
                IncompleteBits.ARGS_CUT,
                false,
                Ids.plain(5),
                ExecFlyweight.SCRIPT,
                5,
                99_999,
                shell,
                script,
                ByteString.copyFromUtf8("/opt"),
                ByteString.copyFromUtf8("sh\0-c"));
        ExecFlyweight record = new ExecFlyweight().wrap(RecordBytes.of(exec), 0);

        assertThat(harness.batch.add(record, ProcessImage.NONE, harness.containers.host()))
                .isTrue();
        harness.flush();

        Process process = spool.batches().getFirst().getProcesses(0);
        assertThat(process.getBinary()).isEqualTo(shell);
        assertThat(process.getScript()).isEqualTo(script);
        assertThat(process.getArgsList()).extracting(ByteString::toStringUtf8).containsExactly("sh", "-c");
        assertThat(process.getArgsTotalBytes()).isEqualTo(99_999);
        assertThat(process.getParentHostPid()).isEqualTo(3);
        assertThat(process.getIncompleteList())
                .containsExactly(Incomplete.INCOMPLETE_ARGS_CUT, Incomplete.INCOMPLETE_PARENT_UNKNOWN);
    }

    private static long books(Harness harness, EventKind kind, Tally tally) {
        return harness.containers.get(ContainerTable.HOST).books().get(kind.getNumber(), tally);
    }
}
