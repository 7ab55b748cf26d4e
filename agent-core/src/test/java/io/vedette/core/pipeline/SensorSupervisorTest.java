package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.sensor.Outage;
import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SensorSupervisorTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final SensorReport ATTACHED = new SensorReport("test", List.of(16, 17), List.of());

    private final List<Gap> gaps = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final Breakable sensor = new Breakable();
    private long bootNs = 100 * SECOND;
    private long epochNs = 5000 * SECOND;

    private final Clock clock = new Clock() {
        @Override
        public long bootTimeNs() {
            return bootNs;
        }

        @Override
        public long epochTimeNs() {
            return epochNs;
        }
    };

    private final SensorSupervisor supervisor =
            new SensorSupervisor(sensor, ATTACHED, clock, gaps::add, faults::add, new SensorSupervisor.Steps() {
                @Override
                public void lastWords() {
                    calls.add("last words");
                }

                @Override
                public void attachedAgain() {
                    calls.add("again");
                }

                @Override
                public void watchesAgain() {
                    calls.add("watches again");
                }
            });

    private void pollFailing(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(catchThrowable(() -> supervisor.poll((buffer, offset, length) -> {}, 1)))
                    .hasMessage("broken");
        }
    }

    private void pass(long seconds) {
        bootNs += seconds * SECOND;
        epochNs += seconds * SECOND;
        supervisor.maintain(bootNs);
    }

    @Test
    void aSensorThatFailsAgainAndAgainIsAttachedAgainAndTheGapIsTold() {
        sensor.broken = true;
        pollFailing(8);

        assertThat(supervisor.isDown()).isTrue();
        assertThat(supervisor.get().kinds()).isEmpty();
        assertThat(supervisor.get().issues()).singleElement().asString().contains("attached again in 1 s", "broken");
        assertThat(calls).containsExactly("detach", "last words", "close");
        assertThat(supervisor.poll((buffer, offset, length) -> {}, 1)).isZero();

        sensor.broken = false;
        pass(1);

        assertThat(supervisor.isDown()).isFalse();
        assertThat(supervisor.get()).isEqualTo(ATTACHED);
        assertThat(calls).containsExactly("detach", "last words", "close", "attach", "again");
        assertThat(gaps).singleElement().satisfies(gap -> {
            assertThat(gap.fromEpochNs()).isEqualTo(5000 * SECOND);
            assertThat(gap.toEpochNs()).isEqualTo(5001 * SECOND);
            assertThat(gap.kinds()).containsExactly(16, 17);
            assertThat(gap.cause()).startsWith("the sensor failed: it failed 8 times in a row");
        });
    }

    @Test
    void goneHooksAreFoundWithoutAnyFault() {
        sensor.trouble = "the hook x is not attached any more";
        pass(5);

        assertThat(supervisor.isDown()).isTrue();
        assertThat(supervisor.get().issues()).singleElement().asString().contains(sensor.trouble);
    }

    @Test
    void anOutageThatIsOverIsAGapAndWhatItMissedIsLookedFor() {
        sensor.outage = new Outage(bootNs - 3 * SECOND, bootNs - 2 * SECOND, List.of(16), "it was late");
        supervisor.maintain(bootNs);
        supervisor.maintain(bootNs);

        assertThat(gaps)
                .containsExactly(new Gap(epochNs - 3 * SECOND, epochNs - 2 * SECOND, List.of(16), "it was late"));
        assertThat(calls).containsExactly("watches again");
        assertThat(supervisor.isDown()).isFalse();
    }

    @Test
    void anOutageThatLastsUntilTheEndIsToldThere() {
        supervisor.maintain(bootNs);
        sensor.outage = new Outage(bootNs - 3 * SECOND, bootNs, List.of(16), "it was late");
        supervisor.finish();

        assertThat(gaps).containsExactly(new Gap(epochNs - 3 * SECOND, epochNs, List.of(16), "it was late"));
        assertThat(calls).isEmpty();
    }

    @Test
    void pausesGrowWhileItCannotBeAttached() {
        sensor.broken = true;
        pollFailing(8);
        sensor.attaches = false;

        pass(1);
        assertThat(calls).filteredOn("attach"::equals).hasSize(1);
        pass(1);
        assertThat(calls).filteredOn("attach"::equals).hasSize(1);
        pass(1);
        assertThat(calls).filteredOn("attach"::equals).hasSize(2);
        assertThat(supervisor.get().issues()).singleElement().asString().contains("attached again in 4 s");
        assertThat(gaps).isEmpty();
    }

    @Test
    void aWallClockThatIsSetMeanwhileDoesNotTurnTheGapAround() {
        sensor.broken = true;
        pollFailing(8);
        sensor.broken = false;
        epochNs -= TimeUnit.DAYS.toNanos(1);

        pass(1);

        assertThat(gaps)
                .singleElement()
                .satisfies(
                        gap -> assertThat(gap.toEpochNs() - gap.fromEpochNs()).isEqualTo(SECOND));
    }

    @Test
    void recordsThatCannotBeDealtWithAreNotTheSensorsFault() {
        sensor.broken = true;
        for (int i = 0; i < 100; i++) {
            sensor.waiting--;
            pollFailing(1);
        }

        assertThat(supervisor.isDown()).isFalse();
    }

    private final class Breakable implements Sensor {

        private boolean broken;
        private boolean attaches = true;
        private String trouble = "";
        private @Nullable Outage outage;
        private long waiting = 1000;

        @Override
        public @Nullable Outage outage() {
            Outage told = outage;
            outage = null;
            return told;
        }

        @Override
        public SensorReport attach() {
            calls.add("attach");
            return attaches ? ATTACHED : new SensorReport("test", List.of(), List.of("refused"));
        }

        @Override
        public String trouble() {
            return trouble;
        }

        @Override
        public int snapshot(RecordHandler handler) {
            return 0;
        }

        @Override
        public int poll(RecordHandler handler, int limit) {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            return 0;
        }

        @Override
        public void await(int timeoutMs) {}

        @Override
        public void readCounts(CountHandler handler) {}

        @Override
        public void forget(long cgroupId) {}

        @Override
        public long waitingBytes() {
            return waiting;
        }

        @Override
        public void detach() {
            calls.add("detach");
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
