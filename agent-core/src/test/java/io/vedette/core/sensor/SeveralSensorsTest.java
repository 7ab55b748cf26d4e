package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.filter.Filters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The best of several sensors, and several as one.
final class SeveralSensorsTest {

    private static final long TURN_NS = 1000;

    private final FakeSensor first = new FakeSensor("first", 16, 18);
    private final FakeSensor second = new FakeSensor("second", 151);
    private final List<Byte> polled = new ArrayList<>();

    private static void fill(FakeSensor sensor, int from, int count) {
        for (int i = 0; i < count; i++) {
            sensor.records.add((byte) (from + i));
        }
    }

    private int poll(Sensor sensor, int limit) {
        return sensor.poll((buffer, offset, length) -> polled.add(buffer.getByte(offset)), limit);
    }

    @Test
    void theFirstOneThatWatchesIsChosenAndTheOthersAreNotMade() {
        ChosenSensor chosen = new ChosenSensor(List.of(() -> first, () -> {
            throw new AssertionError("not needed");
        }));

        assertThat(chosen.attach())
                .isEqualTo(new SensorReport("first", List.of(16, 18), List.of("first lacks something")));
        assertThat(first.calls).containsExactly("apply", "attach");
    }

    @Test
    void theNextOneIsChosenWhereTheFirstOneIsBlindAndBothSayWhatTheyLack() {
        first.kinds = List.of();
        ChosenSensor chosen = new ChosenSensor(List.of(() -> first, () -> second));
        chosen.apply(Filters.NONE);

        assertThat(chosen.attach())
                .isEqualTo(new SensorReport(
                        "second", List.of(151), List.of("first lacks something", "second lacks something")));
        assertThat(first.calls).containsExactly("apply", "attach", "close");
        assertThat(second.calls).containsExactly("apply", "attach");
    }

    @Test
    void itIsChosenAnewWithEachAttach() {
        ChosenSensor chosen = new ChosenSensor(List.of(() -> first, () -> second));
        chosen.attach();
        chosen.close();
        first.kinds = List.of();

        assertThat(chosen.attach().tier()).isEqualTo("second");
        fill(second, 0, 1);
        assertThat(poll(chosen, 10)).isEqualTo(1);
    }

    @Test
    void whereNoneCanWatchNothingIsWatched() {
        first.kinds = List.of();
        ChosenSensor chosen = new ChosenSensor(List.of(() -> first));

        assertThat(chosen.attach()).isEqualTo(new SensorReport("none", List.of(), List.of("first lacks something")));
        assertThat(poll(chosen, 10)).isZero();
    }

    @Test
    void aGroupTellsWhatAllOfItsMembersTell() {
        SensorGroup group = new SensorGroup(List.of(first, second), TURN_NS);

        assertThat(group.attach())
                .isEqualTo(new SensorReport(
                        "first+second",
                        List.of(16, 18, 151),
                        List.of("first lacks something", "second lacks something")));
    }

    @Test
    void aGroupIsWithoutAMemberThatIsBlind() {
        first.kinds = List.of();
        SensorGroup group = new SensorGroup(List.of(first, second), TURN_NS);

        assertThat(group.attach().tier()).isEqualTo("second");
        fill(first, 0, 1);
        fill(second, 10, 1);
        assertThat(poll(group, 10)).isEqualTo(1);
    }

    @Test
    void aMemberWithMuchToTellTakesNothingFromTheOthers() {
        SensorGroup group = new SensorGroup(List.of(first, second), TURN_NS);
        group.attach();
        fill(first, 0, 20);
        fill(second, 100, 2);

        assertThat(poll(group, 8)).isEqualTo(8);
        assertThat(polled)
                .containsExactly((byte) 0, (byte) 1, (byte) 2, (byte) 3, (byte) 100, (byte) 101, (byte) 4, (byte) 5);
    }

    @Test
    void fewerRecordsThanAskedForMeanThatThereAreNoMore() {
        SensorGroup group = new SensorGroup(List.of(first, second), TURN_NS);
        group.attach();
        fill(first, 0, 9);

        assertThat(poll(group, 10)).isEqualTo(9);
        assertThat(group.waitingBytes()).isZero();
    }

    @Test
    void theTroubleAndTheOutagesOfAMemberAreTheGroups() {
        SensorGroup group = new SensorGroup(List.of(first, second), TURN_NS);
        group.attach();
        second.trouble = "gone";
        second.outage = new Outage(1, 2, List.of(151), "late");

        assertThat(group.trouble()).isEqualTo("gone");
        assertThat(group.outage()).isEqualTo(second.outage);
    }
}
