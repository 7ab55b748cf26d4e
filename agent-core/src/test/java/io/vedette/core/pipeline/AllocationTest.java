package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.identity.ContainerDescription;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.ExecFailedFact;
import io.vedette.core.pipeline.Facts.ExitFact;
import io.vedette.core.pipeline.Facts.ForkFact;
import io.vedette.core.pipeline.Facts.Life;
import io.vedette.core.telemetry.Tally;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/// The hot path makes no garbage: from the sensor's record to the batch that is put into the spool.
final class AllocationTest {

    private static final int FAMILIES = 1000;
    private static final int GENERATIONS = 4;
    private static final int ROUNDS = 60;
    private static final int EVENTS = FAMILIES * (GENERATIONS * 2 + 2);
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final CountingSpool spool = new CountingSpool();
    private final Harness harness =
            new Harness(new Harness.Sizes(16384, 16 << 20, 8, 1 << 18, 64, 64 << 10), discarded -> spool);
    private final List<UnsafeBuffer> records = new ArrayList<>();

    @Test
    void nothingIsAllocatedForAnEventFromTheRecordToTheBatch() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        harness.tellContainers(3);
        nameUsersOfTheHost();
        for (int family = 0; family < FAMILIES; family++) {
            family(family);
        }
        long least = Long.MAX_VALUE;

        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            round();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            anotherLife();
        }

        assertThat(least).as("bytes in the best of all rounds").isZero();
        assertThat(records).hasSize(EVENTS);
        assertThat(sent()).isEqualTo((long) EVENTS * ROUNDS);
        assertThat(spool.batches).isGreaterThan(ROUNDS);
    }

    private void nameUsersOfTheHost() {
        Int2ObjectHashMap<byte[]> users = new Int2ObjectHashMap<>();
        users.put(1000, new byte[] {'u'});
        ContainerDescription description = new ContainerDescription(new byte[0], users);
        harness.containers.host().described().setRelease(description);
    }

    /// A chain of processes, each with an exec and a fork; the last one fails to exec and exits.
    private void family(int number) {
        Life parent = life(number * 10 + 2, 0, number);
        for (int generation = 0; generation < GENERATIONS; generation++) {
            ExecFact exec = ExecFact.plain(
                    parent,
                    10,
                    "/usr/bin/tool" + generation,
                    "tool\0--with\0arguments\0--password=x\0https://me:x@host/\0");
            records.add(RecordBytes.of(exec));
            Life child = life(parent.tgid() + 1, parent.tgid(), number);
            records.add(RecordBytes.of(ForkFact.plain(parent, 11, child)));
            parent = child;
        }
        ByteString nothing = ByteString.copyFromUtf8("/no/such/tool");
        records.add(RecordBytes.of(new ExecFailedFact(parent, 12, parent.tgid() + 7, 0, 2, 0, nothing, nothing)));
        records.add(RecordBytes.of(ExitFact.plain(parent, 13)));
    }

    private static Life life(int tgid, int parentTgid, int number) {
        return new Life(tgid, 1, parentTgid, parentTgid == 0 ? 0 : 1, number % 4, 1, 0xEFFF_FFFC);
    }

    private void round() {
        for (int i = 0; i < records.size(); i++) {
            UnsafeBuffer record = records.get(i);
            harness.drain.onRecord(record, 0, record.capacity());
            if (i % 100 == 99) {
                harness.shipAll();
                harness.processes.maintain(harness.clock.bootTimeNs());
            }
        }
        harness.shipAll();
        harness.flush();
    }

    /// All pids are used again, by processes that started later.
    private void anotherLife() {
        harness.clock.advance(10_000_000_000L);
        for (UnsafeBuffer record : records) {
            add(record, RecordLayout.BOOT_TIME_NS);
            add(record, RecordLayout.START_BOOT_TIME_NS);
            if (record.getInt(RecordLayout.PARENT_TGID, ORDER) != 0) {
                add(record, RecordLayout.PARENT_START_BOOT_TIME_NS);
            }
            if (record.getShort(RecordLayout.KIND, ORDER) == Kinds.FORK) {
                add(record, RecordLayout.FORK_CHILD_START_BOOT_TIME_NS);
            }
        }
    }

    private static void add(UnsafeBuffer record, int field) {
        record.putLong(field, record.getLong(field, ORDER) + 10_000_000_000L, ORDER);
    }

    private long sent() {
        long sent = 0;
        ContainerTable containers = harness.containers;
        for (int index = 0; index < containers.capacity(); index++) {
            for (int kind = Kinds.EXEC; kind <= Kinds.EXIT && containers.at(index) != null; kind++) {
                sent += containers.get(index).books().get(kind, Tally.SENT);
            }
        }
        return sent;
    }
}
