package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vedette.core.event.Kinds;
import io.vedette.core.identity.Container;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.ExecFailedFact;
import io.vedette.core.pipeline.Facts.ExitFact;
import io.vedette.core.pipeline.Facts.Fact;
import io.vedette.core.pipeline.Facts.ForkFact;
import io.vedette.core.pipeline.Facts.Life;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.BooksPage;
import io.vedette.core.telemetry.Tally;
import io.vedette.transport.spool.MemorySpool;
import io.vedette.transport.spool.Spool;
import io.vedette.v1.Account;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Loss;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/// Whatever befalls an event, it is counted once, under its container and kind, and the stream tells the
/// same.
final class ConservationTest {

    private static final int CONTAINERS = 6;
    private static final int ROUNDS = 20;
    private static final int PID_NS = 0xEFFF_FFFC;

    /// A row of the books.
    private record Row(String container, int kind) {}

    private final long seed = Long.getLong("test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Row, Long> handed = new HashMap<>();
    private long malformed;
    private long time = 1;

    @Test
    void everyEventOfAFloodIsSentOrWaitsOrIsCountedAsDropped() {
        KeptBatches spool = new KeptBatches();
        Harness harness = harness(discarded -> spool);

        for (int round = 0; round < ROUNDS; round++) {
            flood(harness, 400);
            booksAreRight(harness);
            if (random.nextBoolean()) {
                harness.shipAll();
                booksAreRight(harness);
            }
            harness.heartbeat.write(time);
            harness.flush();
            lastAccountsAgree(harness, spool.batches());
        }
        harness.shipAll();
        harness.heartbeat.write(time);
        harness.flush();

        booksAreRight(harness);
        everyLossIsToldOnce(harness, spool.batches());
        sentIsWhatTheBatchesHold(harness, spool.batches());
        assertThat(total(harness, Tally.RING_FULL)).as(this::hint).isPositive();
        assertThat(total(harness, Tally.DRAIN_MALFORMED)).as(this::hint).isEqualTo(malformed);
        assertThat(harness.errors).isEmpty();
    }

    @Test
    void whatAFullSpoolDropsIsCountedExactly() {
        List<EventBatch> kept = new ArrayList<>();
        List<MemorySpool> spools = new ArrayList<>();
        Harness harness = harness(discarded -> {
            MemorySpool spool = new MemorySpool(48 << 10, discarded);
            spools.add(spool);
            return spool;
        });
        for (int round = 0; round < ROUNDS; round++) {
            flood(harness, 300);
            harness.shipAll();
            harness.flush();
        }
        while (spools.getFirst().read((position, buffer, offset, length) -> kept.add(parsed(buffer, offset, length)))) {
            Thread.onSpinWait();
        }

        Map<Row, Long> arrived = count(kept);
        for (Row row : handed.keySet()) {
            Books books = books(harness, row.container());
            assertThat(books.get(row.kind(), Tally.SPOOL_FULL))
                    .as(this::hint)
                    .isEqualTo(books.get(row.kind(), Tally.SENT) - arrived.getOrDefault(row, 0L));
        }
        assertThat(total(harness, Tally.SPOOL_FULL)).as(this::hint).isPositive();
        assertThat(total(harness, Tally.SPOOL_FAILED)).as(this::hint).isZero();
    }

    /// The endpoint takes some, the quota takes others, with reports of losses in them, and the end takes the rest.
    @Test
    void whateverIsNotToldWhenTheSpoolIsClosedIsKnown() {
        List<EventBatch> arrived = new ArrayList<>();
        List<MemorySpool> spools = new ArrayList<>();
        Harness harness = harness(discarded -> {
            MemorySpool spool = new MemorySpool(48 << 10, discarded);
            spools.add(spool);
            return spool;
        });
        MemorySpool spool = spools.getFirst();
        for (int round = 0; round < ROUNDS; round++) {
            flood(harness, 300);
            harness.shipAll();
            harness.heartbeat.write(time);
            harness.flush();
            if (round % 6 == 5) {
                long[] last = {-1};
                while (spool.read((position, buffer, offset, length) -> {
                    arrived.add(parsed(buffer, offset, length));
                    last[0] = position;
                })) {
                    Thread.onSpinWait();
                }
                spool.ack(last[0]);
            }
        }
        spool.close();
        harness.heartbeat.addUntold(harness.discarded.untold());

        Map<Row, Long> events = count(arrived);
        Map<Row, Long> losses = new HashMap<>();
        arrived.forEach(batch -> batch.getLossesList()
                .forEach(loss -> losses.merge(
                        row(batch, loss.getContainer(), loss.getKindValue()), loss.getCount(), Long::sum)));
        Map<String, Map<Integer, Long>> untold = harness.discarded.untold().events();
        for (Map.Entry<Row, Long> each : handed.entrySet()) {
            Row row = each.getKey();
            long never = untold.getOrDefault(row.container(), Map.of()).getOrDefault(row.kind(), 0L);
            assertThat(events.getOrDefault(row, 0L) + losses.getOrDefault(row, 0L) + never)
                    .as(this::hint)
                    .isEqualTo(each.getValue());
        }
        assertThat(losses).as(this::hint).isNotEmpty();
        assertThat(untold).as(this::hint).isNotEmpty();
        assertThat(harness.discarded.untold().batches()).as(this::hint).isPositive();
    }

    @Test
    void whatASpoolDoesNotTakeIsCountedAsFailed() {
        failing(spool -> Spool.FAILED);
    }

    @Test
    void whatIsInABatchWhoseAppendThrowsIsCountedAsFailed() {
        Harness harness = failing(spool -> {
            throw new IllegalStateException("the disk is on fire");
        });

        assertThat(harness.errors).isNotEmpty();
    }

    private Harness failing(Function<CountingSpool, Long> failure) {
        List<EventBatch> kept = new ArrayList<>();
        Harness harness = harness(discarded -> new CountingSpool() {
            @Override
            public long append(DirectBuffer batch, int offset, int length) {
                if (super.append(batch, offset, length) % 2 == 0) {
                    return failure.apply(this);
                }
                kept.add(parsed(batch, offset, length));
                return 1;
            }
        });
        for (int round = 0; round < ROUNDS; round++) {
            flood(harness, 300);
            harness.shipAll();
            harness.flush();
        }

        booksAreRight(harness);
        Map<Row, Long> arrived = count(kept);
        for (Row row : handed.keySet()) {
            Books books = books(harness, row.container());
            assertThat(books.get(row.kind(), Tally.SPOOL_FAILED))
                    .as(this::hint)
                    .isEqualTo(books.get(row.kind(), Tally.SENT) - arrived.getOrDefault(row, 0L));
        }
        assertThat(total(harness, Tally.SPOOL_FAILED)).as(this::hint).isPositive();
        assertThat(total(harness, Tally.ENCODE_ERROR)).as(this::hint).isZero();
        return harness;
    }

    private Harness harness(Function<DiscardedBatches, Spool> spool) {
        // Two rings of their own, one for the host, and one that the other containers share.
        Harness harness = new Harness(new Harness.Sizes(64, 1 << 20, 4, 16 << 10, 16, 8 << 10), spool);
        harness.tellContainers(CONTAINERS);
        return harness;
    }

    private void flood(Harness harness, int records) {
        for (int i = 0; i < records; i++) {
            Life life = new Life(2 + random.nextInt(100), 1, 1, 1, 1 + random.nextInt(CONTAINERS + 1), 1, PID_NS);
            time++;
            if (random.nextInt(50) == 0) {
                UnsafeBuffer broken = RecordBytes.of(ExitFact.plain(life, time));
                broken.putInt(0, random.nextInt());
                harness.drain(broken);
                malformed++;
                continue;
            }
            Fact fact = fact(life);
            harness.drain(fact);
            String container = life.cgroupId() > CONTAINERS ? "" : Harness.containerId(life.cgroupId());
            handed.merge(new Row(container, fact.kind()), 1L, Long::sum);
        }
    }

    private Fact fact(Life life) {
        return switch (random.nextInt(4)) {
            case 0 -> ExecFact.plain(life, time, "/bin/tool", "a\0".repeat(random.nextInt(800)));
            case 1 -> {
                ByteString path = ByteString.copyFrom(new byte[random.nextInt(300)]);
                yield new ExecFailedFact(life, time, life.tgid(), 0, 2, 0, path, path);
            }
            case 2 -> {
                Life child = new Life(200 + random.nextInt(100), time, life.tgid(), 1, life.cgroupId(), 1, PID_NS);
                yield ForkFact.plain(life, time, child);
            }
            default -> ExitFact.plain(life, time);
        };
    }

    private void booksAreRight(Harness harness) {
        BooksPage page = new BooksPage();
        for (Map.Entry<Row, Long> each : handed.entrySet()) {
            Row row = each.getKey();
            books(harness, row.container()).read(row.kind(), page);
            assertThat(page.get(Tally.DRAINED)).as(this::hint).isEqualTo(each.getValue());
            assertThat(page.inRings()).as(this::hint).isNotNegative();
            assertThat(page.get(Tally.DRAINED))
                    .as(this::hint)
                    .isEqualTo(page.get(Tally.SENT) + page.inRings() + page.dropped());
        }
        boolean ringsAreEmpty = true;
        long waiting = 0;
        for (int place = 0; place < harness.rings.capacity(); place++) {
            var ring = harness.rings.get(place);
            ringsAreEmpty &= ring == null || ring.waitingBytes() == 0;
        }
        for (Row row : handed.keySet()) {
            books(harness, row.container()).read(row.kind(), page);
            waiting += page.inRings();
        }
        assertThat(waiting == 0).as(this::hint).isEqualTo(ringsAreEmpty);
    }

    private void lastAccountsAgree(Harness harness, List<EventBatch> batches) {
        Map<Row, Account> last = new HashMap<>();
        for (EventBatch batch : batches) {
            for (Account account : batch.getAccountsList()) {
                last.put(row(batch, account.getContainer(), account.getKindValue()), account);
            }
        }
        BooksPage page = new BooksPage();
        for (Row row : handed.keySet()) {
            books(harness, row.container()).read(row.kind(), page);
            Account account = last.get(row);
            assertThat(account).as(this::hint).isNotNull().satisfies(told -> {
                assertThat(told.getSent()).isEqualTo(page.get(Tally.SENT));
                assertThat(told.getDropped()).isEqualTo(page.dropped());
                assertThat(told.getWaiting()).isEqualTo(page.inRings());
                assertThat(told.getDiscarded()).isEqualTo(page.discarded());
            });
        }
    }

    private void everyLossIsToldOnce(Harness harness, List<EventBatch> batches) {
        Map<List<Object>, Long> lost = new HashMap<>();
        for (EventBatch batch : batches) {
            for (Loss loss : batch.getLossesList()) {
                List<Object> key = List.of(
                        row(batch, loss.getContainer(), loss.getKindValue()),
                        loss.getStageValue(),
                        loss.getReasonValue());
                long sum = lost.merge(key, loss.getCount(), Long::sum);
                assertThat(loss.getTotal()).as(this::hint).isEqualTo(sum);
            }
        }
        for (Row row : handed.keySet()) {
            for (int number = 0; number < Tally.count(); number++) {
                Tally tally = Tally.at(number);
                if (tally.isLoss()) {
                    assertThat(lost.getOrDefault(List.of(row, tally.stage(), tally.reason()), 0L))
                            .as(this::hint)
                            .isEqualTo(books(harness, row.container()).get(row.kind(), tally));
                }
            }
        }
    }

    private void sentIsWhatTheBatchesHold(Harness harness, List<EventBatch> batches) {
        Map<Row, Long> sent = count(batches);
        for (Row row : handed.keySet()) {
            assertThat(books(harness, row.container()).get(row.kind(), Tally.SENT))
                    .as(this::hint)
                    .isEqualTo(sent.getOrDefault(row, 0L));
        }
    }

    private static Map<Row, Long> count(List<EventBatch> batches) {
        Map<Row, Long> counts = new HashMap<>();
        for (EventBatch batch : batches) {
            for (Event event : batch.getEventsList()) {
                Row row = row(batch, event.getContainer(), event.getDetailCase().getNumber());
                counts.merge(row, 1L, Long::sum);
            }
        }
        return counts;
    }

    private static Row row(EventBatch batch, int container, int kind) {
        return new Row(batch.getContainers(container).getId(), kind);
    }

    private static Books books(Harness harness, String id) {
        for (int index = 0; index < harness.containers.capacity(); index++) {
            Container container = harness.containers.at(index);
            if (container != null && container.id().equals(id)) {
                return container.books();
            }
        }
        throw new AssertionError("no container " + id);
    }

    private static long total(Harness harness, Tally tally) {
        long total = 0;
        for (int index = 0; index < harness.containers.capacity(); index++) {
            Container container = harness.containers.at(index);
            for (int kind = 0; kind <= Kinds.EXIT && container != null; kind++) {
                total += container.books().get(kind, tally);
            }
        }
        return total;
    }

    private static EventBatch parsed(DirectBuffer buffer, int offset, int length) {
        KeptBatches one = new KeptBatches();
        one.append(buffer, offset, length);
        return one.batches().getFirst();
    }

    private String hint() {
        return "-Dtest.seed=" + seed;
    }
}
