package io.vedette.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.ExitFlyweight;
import io.vedette.core.event.ForkFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.ExitFact;
import io.vedette.core.pipeline.Facts.ForkFact;
import io.vedette.core.pipeline.Facts.Life;
import io.vedette.core.pipeline.RecordBytes;
import io.vedette.core.ring.Memory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProcessTableTest {

    private static final long GRACE = 1000;
    private static final int CONTAINER = 3;
    private static final int NEIGHBOUR = 9;
    /// Of which binary and arguments take a block of the largest size together.
    private static final String LARGE = "/" + "x".repeat(10_000);
    private static final int UNKNOWN =
            IncompleteBits.BINARY_UNKNOWN | IncompleteBits.ARGS_UNKNOWN | IncompleteBits.CWD_UNKNOWN;

    private ProcessTable table = new ProcessTable(16, 1 << 20, GRACE, Memory.OF_THE_JVM);
    private ProcessImage image = table.newImageView();

    private void sized(int slots, int bytes) {
        table = new ProcessTable(slots, bytes, GRACE, Memory.OF_THE_JVM);
        image = table.newImageView();
    }

    private static Life life(int tgid, long start, int parent, long parentStart) {
        return new Life(tgid, start, parent, parentStart, 7, 8, 9);
    }

    private static Life life(int tgid, long start) {
        return life(tgid, start, 0, 0);
    }

    private long exec(Life life, long time, String binary) {
        return exec(life, time, binary, CONTAINER);
    }

    private long exec(Life life, long time, String binary, int container) {
        ExecFact exec = ExecFact.plain(life, time, binary, binary + "\0");
        return table.onExec(new ExecFlyweight().wrap(RecordBytes.of(exec), 0), container);
    }

    private void running(Life life, String binary) {
        ExecFact running = ExecFact.plain(life, 1, binary, "").asRunning();
        table.onRunning(new ExecFlyweight().wrap(RecordBytes.of(running), 0), 3);
    }

    private long fork(Life creator, long time, Life child) {
        ForkFlyweight fork = new ForkFlyweight().wrap(RecordBytes.of(ForkFact.plain(creator, time, child)), 0);
        long image = table.findOrAdopt(fork, 3);
        table.onFork(fork, image, 3);
        return table.find(child.tgid(), child.start());
    }

    private long adopt(Life life, long time) {
        return table.findOrAdopt(new ExitFlyweight().wrap(RecordBytes.of(ExitFact.plain(life, time)), 0), 3);
    }

    private String binary(long reference) {
        assertThat(image.wrap(reference)).isTrue();
        byte[] bytes = new byte[image.binaryLength()];
        image.bytes().getBytes(image.binaryOffset(), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void aStartThatNoClockGivesIsANewProcessToo() {
        long damaged = adopt(life(10, Long.MIN_VALUE), 1);

        assertThat(table.find(10, Long.MIN_VALUE)).isEqualTo(damaged);
    }

    @Test
    void aChildHasItsCreatorsImageUntilItCallsExec() {
        exec(life(10, 1), 2, "/parent");

        long child = fork(life(10, 1), 3, life(11, 3));
        assertThat(binary(child)).isEqualTo("/parent");
        assertThat(image.execs()).isZero();

        long after = exec(life(11, 3), 4, "/child");
        assertThat(binary(after)).isEqualTo("/child");
        assertThat(image.execs()).isEqualTo(1);
        assertThat(image.parent()).isEqualTo(table.find(10, 1));
    }

    @Test
    void anExecInPlaceKeepsParentAndCountAndLeavesTheOldImageToItsEvents() {
        exec(life(10, 1), 2, "/parent");
        fork(life(10, 1), 3, life(11, 3));
        long first = table.pin(exec(life(11, 3), 4, "/first"));

        long second = exec(life(11, 3), 5, "/second");
        table.maintain(5 + 2 * GRACE);

        assertThat(table.find(11, 3)).isEqualTo(second);
        assertThat(binary(first)).isEqualTo("/first");
        assertThat(binary(second)).isEqualTo("/second");
        assertThat(image.execs()).isEqualTo(2);
        assertThat(image.parentTgid()).isEqualTo(10);
        image.release(first);
        table.maintain(5 + 2 * GRACE);
        assertThat(image.wrap(first)).isFalse();
    }

    @Test
    void anotherStartTimeIsAnotherProcess() {
        long former = exec(life(10, 1), 2, "/former");

        long latter = exec(life(10, 50), 51, "/latter");

        assertThat(table.find(10, 1)).isEqualTo(former);
        assertThat(table.find(10, 50)).isEqualTo(latter);
        assertThat(binary(latter)).isEqualTo("/latter");
        assertThat(image.execs()).isEqualTo(1);
        table.maintain(51 + GRACE);
        assertThat(table.find(10, 1)).isEqualTo(ProcessImage.NONE);
        assertThat(table.find(10, 50)).isEqualTo(latter);
    }

    @Test
    void aLateEventOfAPidsFormerProcessDoesNotEndTheLatter() {
        long latter = exec(life(10, 50), 51, "/latter");

        long former = adopt(life(10, 1), 52);
        long formersExec = exec(life(10, 1), 53, "/former");
        assertThat(table.find(10, 1)).isEqualTo(formersExec).isNotEqualTo(former);
        table.maintain(100 * GRACE);

        assertThat(table.find(10, 1)).isEqualTo(ProcessImage.NONE);
        assertThat(table.find(10, 50)).isEqualTo(latter);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void aChildsEventBeforeTheForkIsMarkedAndThenConnected() {
        exec(life(10, 1), 2, "/parent");
        long child = adopt(life(11, 3), 4);
        image.wrap(child);
        assertThat(image.incomplete()).isEqualTo(UNKNOWN | IncompleteBits.MISSED_EXEC | IncompleteBits.IDS_UNKNOWN);

        assertThat(fork(life(10, 1), 5, life(11, 3))).isEqualTo(child);

        image.wrap(child);
        assertThat(image.parent()).isEqualTo(table.find(10, 1));
        assertThat(image.parentTgid()).isEqualTo(10);
    }

    @Test
    void aProcessIsKnownForTheGracePeriodAfterItsExit() {
        long process = exec(life(10, 1), 2, "/tool");

        table.onExit(process, 100);
        table.maintain(100 + GRACE - 1);
        assertThat(table.find(10, 1)).isEqualTo(process);

        table.maintain(100 + GRACE);
        assertThat(table.find(10, 1)).isEqualTo(ProcessImage.NONE);
        assertThat(image.wrap(process)).isFalse();
        assertThat(table.size()).isZero();
    }

    @Test
    void aParentStaysAsLongAsAChildIsKnown() {
        long parent = exec(life(10, 1), 2, "/parent");
        long child = fork(life(10, 1), 3, life(11, 3));
        table.onExit(parent, 4);
        table.maintain(10 * GRACE);
        assertThat(image.wrap(parent)).isTrue();

        table.onExit(child, 10 * GRACE);
        table.maintain(20 * GRACE);
        table.maintain(20 * GRACE);

        assertThat(table.size()).isZero();
    }

    @Test
    void pressureTakesTheOldestThatEndedAndCutsTheChainOfItsDescendants() {
        sized(6, 1 << 20);
        long first = exec(life(10, 1), 2, "/first");
        long second = fork(life(10, 1), 3, life(11, 3));
        table.onExit(first, 4);
        exec(life(12, 5), 5, "/a");
        exec(life(13, 6), 6, "/b");

        long fresh = exec(life(14, 7), 7, "/fresh");

        assertThat(fresh).isNotEqualTo(ProcessImage.NONE);
        assertThat(image.wrap(first)).isFalse();
        assertThat(binary(second)).isEqualTo("/first");
        assertThat(image.parent()).isEqualTo(first);
        assertThat(image.parentTgid()).isEqualTo(10);
    }

    @Test
    void aFloodTakesWhatEndedInItsOwnContainerFirst() {
        sized(8, 1 << 20);
        long neighbour = exec(life(10, 1), 2, "/neighbour", NEIGHBOUR);
        table.onExit(neighbour, 3);
        for (int i = 0; i < 40; i++) {
            Life life = life(100 + i, 4);
            table.onExit(exec(life, 4, "/flood"), 5);
        }

        assertThat(binary(neighbour)).isEqualTo("/neighbour");
        assertThat(table.find(139, 4)).isNotEqualTo(ProcessImage.NONE);
    }

    @Test
    void pressureTakesWhoHasNoDescendantsFirst() {
        sized(6, 1 << 20);
        long creator = exec(life(10, 1), 2, "/creator");
        long child = fork(life(10, 1), 3, life(11, 3));
        table.onExit(creator, 4);
        table.onExit(exec(life(12, 5), 5, "/childless"), 6);
        exec(life(13, 6), 6, "/a");
        exec(life(14, 6), 6, "/b", NEIGHBOUR);

        assertThat(exec(life(15, 7), 7, "/fresh", NEIGHBOUR + 1)).isNotEqualTo(ProcessImage.NONE);

        assertThat(binary(creator)).isEqualTo("/creator");
        assertThat(binary(child)).isEqualTo("/creator");
        assertThat(table.find(12, 5)).isEqualTo(ProcessImage.NONE);
    }

    @Test
    void pressureNeverTakesWhatLivesOrIsPinned() {
        sized(3, 1 << 20);
        long living = exec(life(10, 1), 2, "/living");
        long pinned = table.pin(exec(life(11, 3), 3, "/pinned"));
        table.onExit(pinned, 4);

        assertThat(exec(life(12, 5), 100 * GRACE, "/third")).isEqualTo(ProcessImage.NONE);
        assertThat(adopt(life(12, 5), 100 * GRACE)).isEqualTo(ProcessImage.NONE);
        assertThat(binary(living)).isEqualTo("/living");
        assertThat(binary(pinned)).isEqualTo("/pinned");

        image.release(pinned);
        assertThat(exec(life(12, 5), 100 * GRACE, "/third")).isNotEqualTo(ProcessImage.NONE);
    }

    @Test
    void anImageThatIsGoneIsNotPinned() {
        sized(1, 1 << 20);
        Life creator = life(10, 1);
        long gone = exec(creator, 2, "/creator");
        table.onExit(gone, 3);
        ForkFlyweight fork = new ForkFlyweight().wrap(RecordBytes.of(ForkFact.plain(creator, 4, life(11, 4))), 0);

        table.onFork(fork, gone, 3);

        assertThat(table.pin(gone)).isEqualTo(ProcessImage.NONE);
        table.onExit(table.find(11, 4), 5);
        table.maintain(5 + GRACE);
        assertThat(table.size()).isZero();
    }

    @Test
    void parentsThatASnapshotFindsAfterTheirChildrenAreConnected() {
        table.beginSnapshot();
        running(life(11, 3, 10, 1), "/child");
        running(life(10, 1, 1, 0), "/parent");
        table.endSnapshot(100);

        image.wrap(table.find(11, 3));
        assertThat(image.alreadyRunning()).isTrue();
        assertThat(image.parent()).isEqualTo(table.find(10, 1));
    }

    @Test
    void whatASnapshotFindsEndingHasItsCreatorsArgsOnceItsForkIsTold() {
        exec(life(10, 1), 1, "/creator");
        table.beginSnapshot();
        ExecFact ending = ExecFact.plain(life(11, 3, 10, 1), 4, "/creator", "").asRunning(IncompleteBits.ARGS_UNKNOWN);
        table.onRunning(new ExecFlyweight().wrap(RecordBytes.of(ending), 0), 3);
        table.endSnapshot(4);
        long found = table.find(11, 3);

        long child = fork(life(10, 1), 3, life(11, 3, 10, 1));

        assertThat(child).isNotEqualTo(found);
        image.wrap(child);
        assertThat(image.argsLength()).isEqualTo("/creator\0".length());
        assertThat(image.incomplete()).isZero();
        assertThat(image.alreadyRunning()).isFalse();
        assertThat(image.parent()).isEqualTo(table.find(10, 1));
    }

    @Test
    void theEndOfASnapshotRetiresWhatIsGoneAndNothingThatStartedSince() {
        long gone = exec(life(10, 1), 2, "/gone");
        long stays = exec(life(11, 1), 2, "/stays");
        long since = exec(life(12, 150), 151, "/since");

        table.beginSnapshot();
        running(life(11, 1), "/told-late");
        table.endSnapshot(100);
        table.maintain(100 + GRACE);

        assertThat(image.wrap(gone)).isFalse();
        assertThat(binary(stays)).isEqualTo("/stays");
        assertThat(image.alreadyRunning()).isFalse();
        assertThat(binary(since)).isEqualTo("/since");
    }

    @Test
    void aChainOfAHundredThousandGenerationsStaysBounded() {
        sized(256, 1 << 20);
        exec(life(10, 1), 1, "/generation");
        Life parent = life(10, 1);
        for (int generation = 2; generation < 100_000; generation++) {
            Life child = life(10 + generation, generation);
            long born = fork(parent, generation, child);
            assertThat(born).isNotEqualTo(ProcessImage.NONE);
            table.onExit(table.find(parent.tgid(), parent.start()), generation);
            parent = child;
        }

        assertThat(table.size()).isLessThanOrEqualTo(256);
        assertThat(binary(table.find(parent.tgid(), parent.start()))).isEqualTo("/generation");
        table.onExit(table.find(parent.tgid(), parent.start()), 200_000);
        for (int i = 0; i < 256; i++) {
            table.maintain(300_000);
        }
        assertThat(table.size()).isZero();
    }

    @Test
    void aProcessWhoseBytesHaveNoRoomIsMarkedAndKeepsItsIds() {
        sized(16, 4 * BlobStore.MAX_BLOCK_BYTES);
        for (int tgid = 10; tgid > 7; tgid--) {
            exec(life(tgid, 1), 2, LARGE);
        }

        long second = exec(life(11, 3), 3, "/second");

        assertThat(binary(second)).isEmpty();
        assertThat(image.incomplete()).isEqualTo(UNKNOWN);
        assertThat(image.process().uid()).isEqualTo(1000);
        long child = fork(life(10, 1), 4, life(12, 4));
        assertThat(binary(child)).isEmpty();
        assertThat(image.incomplete()).isEqualTo(UNKNOWN);
        for (int tgid = 10; tgid > 7; tgid--) {
            table.onExit(table.find(tgid, 1), 5);
        }
        table.onExit(second, 5);
        table.onExit(child, 5);
        for (int i = 0; i < 5; i++) {
            table.maintain(10 * GRACE);
        }
        assertThat(binary(exec(life(13, 6), 10 * GRACE, "/third"))).isEqualTo("/third");
    }

    @Test
    void whatLivesInOneContainerLeavesSlotsForTheOthers() {
        sized(64, 1 << 20);
        for (int i = 0; i < 100; i++) {
            exec(life(100 + i, 1), 2, "/flood");
        }
        for (int i = 0; i < 100; i++) {
            exec(life(300 + i, 1), 2, "/neighbour", NEIGHBOUR);
        }

        assertThat(livingOf(100)).isEqualTo(48);
        assertThat(livingOf(300)).isEqualTo(12);
        table.onExit(table.find(100, 1), 3);
        assertThat(exec(life(200, 4), 4, "/flood")).isNotEqualTo(ProcessImage.NONE);
        assertThat(livingOf(300)).isEqualTo(12);
    }

    private int livingOf(int firstTgid) {
        int count = 0;
        for (int i = 0; i < 100; i++) {
            count += table.find(firstTgid + i, 1) == ProcessImage.NONE ? 0 : 1;
        }
        return count;
    }

    @Test
    void whatLivesInOneContainerLeavesRoomForTheOthers() {
        sized(64, 16 * BlobStore.MAX_BLOCK_BYTES);
        for (int i = 0; i < 40; i++) {
            exec(life(100 + i, 1), 2, LARGE);
        }

        assertThat(binary(table.find(111, 1))).isEqualTo(LARGE);
        assertThat(binary(table.find(112, 1))).isEmpty();
        assertThat(binary(exec(life(10, 3), 3, LARGE, NEIGHBOUR))).isEqualTo(LARGE);
        assertThat(binary(exec(life(11, 3), 3, LARGE, NEIGHBOUR))).isEqualTo(LARGE);
    }

    @Test
    void whereAContainerHasItsShareWhatEndedThereGoesAndNothingOfOthers() {
        sized(64, 16 * BlobStore.MAX_BLOCK_BYTES);
        long neighbour = exec(life(10, 1), 2, LARGE, NEIGHBOUR);
        table.onExit(neighbour, 3);
        long first = exec(life(100, 4), 4, LARGE);
        long pinned = table.pin(exec(life(101, 4), 4, LARGE));
        for (int i = 0; i < 40; i++) {
            table.onExit(table.find(100 + i, 4), 5);
            assertThat(binary(exec(life(102 + i, 4), 5, LARGE))).isEqualTo(LARGE);
        }

        assertThat(image.wrap(first)).isFalse();
        assertThat(binary(pinned)).isEqualTo(LARGE);
        assertThat(binary(neighbour)).isEqualTo(LARGE);
    }

    @Test
    void theCreatorWhoseDescriptionIsCopiedIsNotWhatGoesForIt() {
        sized(64, 4 * BlobStore.MAX_BLOCK_BYTES);
        for (int tgid = 10; tgid > 7; tgid--) {
            exec(life(tgid, 1), 2, LARGE);
        }
        table.onExit(table.find(10, 1), 3);

        long child = fork(life(10, 1), 4, life(12, 4));

        assertThat(binary(table.find(10, 1))).isEqualTo(LARGE);
        assertThat(binary(child)).isEmpty();
    }
}
