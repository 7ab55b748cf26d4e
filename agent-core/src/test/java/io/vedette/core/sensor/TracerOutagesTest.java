package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import io.vedette.core.ffi.Libc;
import io.vedette.core.pipeline.ManualClock;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The tracer's side of the memory is a mapping of its own, written to as `main.c` and `guard.c` do.
class TracerOutagesTest {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int RING_BYTES = 64 * 1024;
    private static final List<Integer> KINDS = List.of(Kinds.EXEC, Kinds.EXIT);
    private static final int CAUSE_ASIDE = 3;
    private static final String ENDED = "the tracer ended and was replaced";
    private static final String UNSEEN = "processes came and went before the tracer found them";
    private static final String TOO_MANY = "the tracer missed more times than it keeps";

    private final Libc libc = new Libc();
    private final ManualClock clock = new ManualClock();
    private final long startNs = clock.bootTimeNs();

    private TracerMemory memory;
    private long address;
    private UnsafeBuffer tracer;
    private TracerOutages outages;

    @BeforeEach
    void map() {
        memory = ((TracerMemory.Result.Made) TracerMemory.make(libc, RING_BYTES)).memory();
        address = libc.mmap(
                0,
                TracerMemory.CONTROL_LENGTH,
                Libc.PROT_READ | Libc.PROT_WRITE,
                Libc.MAP_SHARED,
                memory.fd(),
                2L * libc.pageSize() + RING_BYTES + TracerMemory.RING_OVERLAP);
        assertThat(address).isPositive();
        tracer = new UnsafeBuffer(address, TracerMemory.CONTROL_LENGTH);
        outages = new TracerOutages(memory, KINDS, clock);
    }

    @AfterEach
    void unmap() {
        libc.munmap(address, TracerMemory.CONTROL_LENGTH);
        memory.close();
    }

    private void pass(long fromMs, long toMs, int cause) {
        int number = tracer.getInt(TracerMemory.OUTAGES, ORDER);
        int at = TracerMemory.PAST + number % TracerMemory.PAST_MAX * TracerMemory.OUTAGE_LENGTH;
        tracer.putLong(at, bootNs(fromMs), ORDER);
        tracer.putLong(at + TracerMemory.OUTAGE_TO_NS, bootNs(toMs), ORDER);
        tracer.putInt(at + TracerMemory.OUTAGE_CAUSE, cause, ORDER);
        tracer.putIntVolatile(TracerMemory.OUTAGES, number + 1);
    }

    /// One each ten milliseconds, from number to number: number 3 is from 30 ms to 35 ms.
    private void pass(int from, int to) {
        for (int number = from; number < to; number++) {
            pass(number * 10L, number * 10L + 5, TracerMemory.CAUSE_UNSEEN);
        }
    }

    private void open(long fromMs, int cause) {
        tracer.putInt(TracerMemory.OPEN_CAUSE, cause, ORDER);
        tracer.putLong(TracerMemory.OPEN_FROM_NS, bootNs(fromMs), ORDER);
    }

    private long bootNs(long ms) {
        return startNs + ms * 1_000_000;
    }

    private Outage outage(long fromMs, long toMs, String cause) {
        return new Outage(bootNs(fromMs), bootNs(toMs), KINDS, cause);
    }

    private List<Outage> numbered(int from, int to) {
        List<Outage> expected = new ArrayList<>();
        for (int number = from; number < to; number++) {
            expected.add(outage(number * 10L, number * 10L + 5, UNSEEN));
        }
        return expected;
    }

    /// All that are told now, or some more than there can be.
    private List<Outage> told() {
        List<Outage> told = new ArrayList<>();
        @Nullable Outage next = outages.next();
        while (next != null && told.size() < 100) {
            told.add(next);
            next = outages.next();
        }
        return told;
    }

    @Test
    void tellsNothingWhileTheTracerWatches() {
        tracer.putInt(TracerMemory.GUARD, 77, ORDER);

        assertThat(outages.next()).isNull();
    }

    @Test
    void tellsEachOnceInOrderWithItsCause() {
        pass(1, 2, TracerMemory.CAUSE_LATE);
        pass(3, 5, TracerMemory.CAUSE_ENDED);
        pass(6, 7, CAUSE_ASIDE);
        pass(8, 9, TracerMemory.CAUSE_UNSEEN);
        pass(9, 12, TracerMemory.CAUSE_THROTTLED);
        pass(13, 14, TracerMemory.CAUSE_UNTOLD);

        assertThat(told())
                .containsExactly(
                        outage(1, 2, "the tracer was held up and was replaced"),
                        outage(3, 5, ENDED),
                        outage(6, 7, "the tracer made room for a debugger"),
                        outage(8, 9, UNSEEN),
                        outage(9, 12, "the CPU quota of the agent's container ran out, so no process was traced"),
                        outage(13, 14, "the tracer was ended before it had told all"));
        assertThat(outages.next()).isNull();
    }

    @Test
    void tellsOnlyWhatPassedSinceTheLastLook() {
        pass(0, 2);
        assertThat(told()).isEqualTo(numbered(0, 2));

        pass(2, 4);

        assertThat(told()).isEqualTo(numbered(2, 4));
        assertThat(told()).isEmpty();
    }

    @Test
    void tellsAllThatAreKeptAlsoWhereTheirPlacesAreUsedAgain() {
        List<Outage> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pass(i * TracerMemory.OUTAGES_KEPT, (i + 1) * TracerMemory.OUTAGES_KEPT);
            all.addAll(told());
        }

        assertThat(all).isEqualTo(numbered(0, 4 * TracerMemory.OUTAGES_KEPT));
    }

    @Test
    void tellsThoseThatAreNotKeptAsOneFromTheStartOn() {
        pass(1, 2 + TracerMemory.OUTAGES_KEPT);

        List<Outage> expected = new ArrayList<>(List.of(outage(0, 20, TOO_MANY)));
        expected.addAll(numbered(2, 2 + TracerMemory.OUTAGES_KEPT));
        assertThat(told()).isEqualTo(expected);
        assertThat(told()).isEmpty();
    }

    @Test
    void tellsThoseThatAreNotKeptAsOneFromWhatWasToldLastOn() {
        pass(0, 3);
        assertThat(told()).isEqualTo(numbered(0, 3));

        pass(3, 50);

        int oldest = 50 - TracerMemory.OUTAGES_KEPT;
        List<Outage> expected = new ArrayList<>(List.of(outage(25, oldest * 10L, TOO_MANY)));
        expected.addAll(numbered(oldest, 50));
        assertThat(told()).isEqualTo(expected);
        pass(50, 51);
        assertThat(told()).isEqualTo(numbered(50, 51));
    }

    @Test
    void thoseThatAreLostWhileTheyAreToldAreInASpanToo() {
        pass(0, 10);
        assertThat(outages.next()).isEqualTo(outage(0, 5, UNSEEN));

        pass(10, 20);

        List<Outage> expected = new ArrayList<>(List.of(outage(5, 50, TOO_MANY)));
        expected.addAll(numbered(5, 20));
        assertThat(told()).isEqualTo(expected);
    }

    @Test
    void tellsTheOneThatIsOpenUpToNowOnce() {
        open(20, TracerMemory.CAUSE_LATE);
        tracer.putLong(TracerMemory.WHOLE_UNTIL_NS, bootNs(10), ORDER);
        tracer.putInt(TracerMemory.GUARD, 77, ORDER);
        clock.advance(30_000_000);

        assertThat(outages.next()).isNull();
        assertThat(outages.last()).isEqualTo(outage(20, 30, "the tracer was held up and was replaced"));
        clock.advance(30_000_000);
        assertThat(outages.last()).isNull();
    }

    @Test
    void tellsWhatFollowedTheLastWholeTimeWhenTheGuardWasKilled() {
        tracer.putLong(TracerMemory.WHOLE_UNTIL_NS, bootNs(10), ORDER);
        tracer.putInt(TracerMemory.GUARD, 77, ORDER);
        clock.advance(30_000_000);

        assertThat(outages.last()).isEqualTo(outage(10, 30, ENDED));
        assertThat(outages.last()).isNull();
    }

    @Test
    void tellsNothingMoreWhenTheGuardEndedInOrder() {
        pass(0, 1);
        tracer.putLong(TracerMemory.WHOLE_UNTIL_NS, bootNs(10), ORDER);
        tracer.putInt(TracerMemory.GUARD, 0, ORDER);
        clock.advance(30_000_000);

        assertThat(told()).isEqualTo(numbered(0, 1));
        assertThat(outages.last()).isNull();
    }
}
