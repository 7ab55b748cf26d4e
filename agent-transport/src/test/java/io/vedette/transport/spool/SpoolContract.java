package io.vedette.transport.spool;

import static io.vedette.transport.spool.Batches.append;
import static io.vedette.transport.spool.Batches.names;
import static io.vedette.transport.spool.Batches.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every spool promises.
abstract class SpoolContract {

    static final int QUOTA_BYTES = 512 << 10;

    final RecordingListener listener = new RecordingListener();
    Spool spool;

    abstract Spool open() throws Exception;

    @BeforeEach
    void openSpool() throws Exception {
        spool = open();
    }

    @AfterEach
    void closeSpool() {
        spool.close();
    }

    @Test
    void handsOverBatchesInTheOrderOfAppends() {
        append(spool, "a");
        append(spool, "b");
        append(spool, "c");

        assertThat(names(readAll(spool))).containsExactly("a", "b", "c");
        assertThat(readAll(spool)).isEmpty();
    }

    @Test
    void positionsGrowAndAreHandedBack() {
        long first = append(spool, "a");
        long second = append(spool, "b", 5000);

        List<Batches.Read> reads = readAll(spool);

        assertThat(first).isNotNegative().isLessThan(second);
        assertThat(reads).extracting(Batches.Read::position).containsExactly(first, second);
        assertThat(reads).extracting(Batches.Read::length).containsExactly(100, 5000);
    }

    @Test
    void readsOnWithWhatIsAppendedAfterTheEndWasReached() {
        append(spool, "a");
        readAll(spool);

        append(spool, "b");

        assertThat(names(readAll(spool))).containsExactly("b");
    }

    @Test
    void rewindGoesBackToTheOldestUnacknowledged() {
        append(spool, "a");
        long second = append(spool, "b");
        append(spool, "c");
        append(spool, "d");
        readAll(spool);

        spool.ack(second);
        spool.rewind();

        assertThat(names(readAll(spool))).containsExactly("c", "d");
    }

    @Test
    void anAcknowledgementStandsForAllEarlierBatches() {
        append(spool, "a");
        append(spool, "b");
        long third = append(spool, "c");
        readAll(spool);

        spool.ack(third);

        assertThat(spool.waitingBatches()).isZero();
        assertThat(spool.waitingBytes()).isZero();
    }

    @Test
    void acknowledgingWhatWasNotReadSkipsIt() {
        append(spool, "a");
        long second = append(spool, "b");
        append(spool, "c");

        spool.ack(second);

        assertThat(names(readAll(spool))).containsExactly("c");
    }

    @Test
    void repeatedAndUnknownAcknowledgementsDoNothing() {
        long first = append(spool, "a");
        long second = append(spool, "b");
        readAll(spool);
        spool.ack(second);
        append(spool, "c");

        spool.ack(first);
        spool.ack(second);
        spool.ack(-1);

        assertThat(spool.waitingBatches()).isEqualTo(1);
        assertThat(names(readAll(spool))).containsExactly("c");
    }

    @Test
    void countsWhatWaits() {
        append(spool, "a", 100);
        append(spool, "b", 250);

        assertThat(spool.waitingBatches()).isEqualTo(2);
        assertThat(spool.waitingBytes()).isEqualTo(350);
    }

    @Test
    void refusesABatchThatCanNeverFit() {
        assertThat(append(spool, "a", QUOTA_BYTES + 1)).isEqualTo(Spool.TOO_LARGE);
        assertThat(spool.waitingBatches()).isZero();
    }

    @Test
    void dropsTheOldestAndReportsThemWhenTheQuotaIsUsedUp() {
        int appended = 400;
        for (int i = 0; i < appended; i++) {
            assertThat(append(spool, "n" + i, 4000)).isNotNegative();
        }

        List<String> left = names(readAll(spool));

        List<String> all = new ArrayList<>(listener.dropped);
        all.addAll(left);
        assertThat(all).hasSize(appended).startsWith("n0", "n1").endsWith("n" + (appended - 1));
        assertThat(all).doesNotHaveDuplicates();
        assertThat(left).isNotEmpty();
        assertThat(spool.waitingBytes()).isLessThanOrEqualTo(QUOTA_BYTES);
        assertThat(spool.waitingBatches()).isEqualTo(left.size());
    }

    @Test
    void keepsWorkingWhenTheBatchesInFlightAreDropped() {
        append(spool, "first", 4000);
        long read = readAll(spool).getFirst().position();
        for (int i = 0; i < 400; i++) {
            append(spool, "n" + i, 4000);
        }
        long waiting = spool.waitingBatches();

        spool.ack(read);
        spool.rewind();

        assertThat(listener.dropped).contains("first");
        assertThat(spool.waitingBatches()).isEqualTo(waiting);
        assertThat(readAll(spool)).hasSize((int) waiting);
    }

    @Test
    void aClosedSpoolTakesAndGivesNothing() {
        append(spool, "a");

        spool.close();

        assertThat(append(spool, "b")).isEqualTo(Spool.CLOSED);
        assertThat(readAll(spool)).isEmpty();
        spool.ack(0);
        spool.rewind();
        spool.close();
    }

    @Test
    void behavesLikeAListUnderRandomUse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Long> unacknowledged = new ArrayList<>();
        int read = 0;

        for (int step = 0; step < 3000; step++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    if (unacknowledged.size() < 40) {
                        unacknowledged.add(append(spool, "s" + step, 20 + random.nextInt(3000)));
                    }
                }
                case 2 -> {
                    long[] got = {-1};
                    boolean any = spool.read((position, buffer, offset, length) -> got[0] = position);
                    long expected = read < unacknowledged.size() ? unacknowledged.get(read) : -1;
                    assertThat(got[0]).as("seed %d step %d", seed, step).isEqualTo(expected);
                    read += any ? 1 : 0;
                }
                case 3 -> {
                    spool.rewind();
                    read = 0;
                }
                default -> {
                    if (read > 0) {
                        int upTo = random.nextInt(read);
                        spool.ack(unacknowledged.get(upTo));
                        unacknowledged.subList(0, upTo + 1).clear();
                        read -= upTo + 1;
                    }
                }
            }
            assertThat(spool.waitingBatches()).as("seed %d step %d", seed, step).isEqualTo(unacknowledged.size());
        }
        assertThat(listener.dropped).isEmpty();
    }

    @Test
    void anAppenderAndASenderCanShareIt() throws Exception {
        int count = 5000;
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Callable<Long> appending = () -> {
                UnsafeBuffer batch = new UnsafeBuffer(new byte[200]);
                long appended = 0;
                for (int i = 0; i < count; i++) {
                    batch.putInt(0, i);
                    while (spool.waitingBatches() > 100) {
                        Thread.onSpinWait();
                    }
                    appended += spool.append(batch, 0, 200) >= 0 ? 1 : 0;
                }
                return appended;
            };
            Future<Long> appended = threads.submit(appending);
            int[] next = {0};
            long[] position = {0};
            while (next[0] < count) {
                boolean any = spool.read((at, buffer, offset, length) -> {
                    assertThat(buffer.getInt(offset)).isEqualTo(next[0]);
                    position[0] = at;
                });
                if (any) {
                    next[0]++;
                    spool.ack(position[0]);
                }
            }
            assertThat(appended.get()).isEqualTo(count);
        }
        assertThat(spool.waitingBatches()).isZero();
    }
}
