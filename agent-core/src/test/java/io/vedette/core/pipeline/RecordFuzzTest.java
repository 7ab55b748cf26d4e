package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vedette.core.fuzz.Mutator;
import io.vedette.core.fuzz.Rounds;
import io.vedette.core.identity.Container;
import io.vedette.core.mask.MaskConfig;
import io.vedette.core.ring.Memory;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.Tally;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/// Damaged records of every kind on their way into batches: each is told or counted, and batches stay whole.
final class RecordFuzzTest {

    private static final Harness.Sizes SIZES = new Harness.Sizes(64, 256 << 10, 4, 1 << 17, 12, 64 << 10);
    private static final int RECORDS = 300;
    private static final int CONTAINERS = 3;
    private static final List<byte[]> SEEDS = RecordSeeds.all(new Random(1));

    @Test
    void aDamagedRecordIsToldOrCounted() throws Exception {
        Rounds.of(40, RecordFuzzTest::round);
    }

    @FuzzTest(maxDuration = "30s")
    void anEditedRecordIsToldOrCounted(FuzzedDataProvider data) {
        KeptBatches spool = new KeptBatches();
        Harness harness = harness(spool);
        while (data.remainingBytes() > 0) {
            UnsafeBuffer record = new UnsafeBuffer(data.pickValue(SEEDS).clone());
            for (int edit = data.consumeInt(0, 4); edit > 0; edit--) {
                byte[] bytes = data.consumeBytes(Long.BYTES);
                record.putBytes(data.consumeInt(0, record.capacity() - bytes.length), bytes);
            }
            if (data.consumeBoolean()) {
                RecordSeeds.repairTail(record);
            }
            harness.clock.advance(1);
            harness.drain(record);
        }
        harness.shipAll();
        harness.flush();
        check(harness, spool);
    }

    private static Harness harness(KeptBatches spool) {
        Harness harness = new Harness(SIZES, MaskConfig.DEFAULT, new ReusedMemory(), discarded -> spool);
        harness.tellContainers(CONTAINERS);
        return harness;
    }

    private static void round(Random random) {
        KeptBatches spool = new KeptBatches();
        Harness harness = harness(spool);
        List<byte[]> seeds = RecordSeeds.all(random);
        Mutator mutator = new Mutator(random, seeds);
        for (int i = 0; i < RECORDS; i++) {
            harness.clock.advance(1 + random.nextInt(1 << 30));
            harness.drain(record(seeds.get(random.nextInt(seeds.size())), mutator, random));
            if (random.nextInt(8) == 0) {
                harness.shipAll();
            }
            if (random.nextInt(40) == 0) {
                harness.flush();
                harness.processes.maintain(harness.clock.bootTimeNs());
            }
        }
        harness.shipAll();
        harness.flush();
        check(harness, spool);
        assertThat(sum(harness, Tally.SENT)).isPositive();
        assertThat(sum(harness, Tally.DRAIN_MALFORMED)).isPositive();
    }

    /// The same memory for each round, as nothing gives back that of a harness.
    private static final class ReusedMemory implements Memory {

        private static final List<UnsafeBuffer> MADE = new ArrayList<>();
        private int used;

        @Override
        public UnsafeBuffer zeroed(int bytes) {
            if (used == MADE.size()) {
                MADE.add(new UnsafeBuffer(ByteBuffer.allocateDirect(bytes)));
            }
            UnsafeBuffer memory = MADE.get(used++);
            if (memory.capacity() != bytes) {
                memory = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
                MADE.set(used - 1, memory);
            }
            memory.setMemory(0, bytes, (byte) 0);
            return memory;
        }
    }

    private static UnsafeBuffer record(byte[] good, Mutator mutator, Random random) {
        int how = random.nextInt(4);
        UnsafeBuffer record = new UnsafeBuffer(how == 0 ? good.clone() : mutator.damage(good));
        if (how == 1) {
            RecordSeeds.repair(record);
        } else if (how == 2) {
            RecordSeeds.repairTail(record);
        }
        return record;
    }

    private static void check(Harness harness, KeptBatches spool) {
        assertThat(harness.errors).isEmpty();
        assertThat(spool.largestBytes()).isLessThanOrEqualTo(SIZES.batchBytes());
        assertThat(harness.processes.size()).isLessThanOrEqualTo(SIZES.processes());
        long events = 0;
        for (EventBatch batch : spool.batches()) {
            for (Event event : batch.getEventsList()) {
                boolean isWhole = event.getProcess() < batch.getProcessesCount()
                        && event.getContainer() < batch.getContainersCount()
                        && event.getDetailCase() != Event.DetailCase.DETAIL_NOT_SET;
                assertThat(isWhole).as(event::toString).isTrue();
                events +=
                        event.hasOpen() ? Integer.toUnsignedLong(event.getOpen().getCount()) : 1;
            }
        }
        assertThat(sum(harness, Tally.SENT)).isEqualTo(events);
        long lost = 0;
        for (int number = 0; number < Tally.count(); number++) {
            lost += Tally.at(number).isLossBeforeSent() ? sum(harness, Tally.at(number)) : 0;
        }
        assertThat(sum(harness, Tally.DRAINED)).isEqualTo(events + lost);
        assertThat(sum(harness, Tally.ENCODE_ERROR)).isZero();
    }

    private static long sum(Harness harness, Tally tally) {
        long sum = 0;
        for (int index = 0; index < harness.containers.capacity(); index++) {
            Container container = harness.containers.at(index);
            for (int kind = 0; container != null && kind < Books.KINDS; kind++) {
                sum += container.books().get(kind, tally);
            }
        }
        return sum;
    }
}
