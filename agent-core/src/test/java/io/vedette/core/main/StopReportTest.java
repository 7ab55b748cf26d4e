package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StopReportTest {

    private static final Map<Integer, Long> SOME = Map.of(Kinds.EXIT, 2L, Kinds.EXEC, 1L);

    @Test
    void saysNothingWhenAllWasDelivered() {
        StopReport report = new StopReport(0, 0, true, "", Map.of());

        assertThat(report.isComplete()).isTrue();
        assertThat(report.sentences()).isEmpty();
    }

    @Test
    void tellsWhatWaitsFromWhatIsLost() {
        assertThat(new StopReport(7, 0, true, "", Map.of()).sentences())
                .containsExactly("7 batches were not delivered in time; the spool keeps them");
        assertThat(new StopReport(7, 3, true, "", Map.of()).sentences())
                .containsExactly("7 batches were not delivered in time; the spool keeps 4");
        assertThat(new StopReport(7, 7, true, "", Map.of()).sentences())
                .containsExactly("7 batches were not delivered in time; they are lost");
        assertThat(new StopReport(7, 0, false, "", Map.of()).sentences())
                .containsExactly(
                        "7 batches were not delivered in time; what the spool keeps of them shows at the next start");
    }

    @Test
    void tellsWhatIsInNoAccountByContainersAndKinds() {
        StopReport report = new StopReport(2, 2, true, "spool directory /spool has no room left", events(2));

        assertThat(report.isComplete()).isFalse();
        assertThat(report.sentences())
                .containsExactly(
                        "2 batches were not delivered in time; they are lost",
                        "6 events are lost and in no account: 2 batches were in memory only when the agent ended, and not "
                                + "acknowledged, though some may have arrived (spool directory /spool has no room left); give it a --spool that it can "
                                + "write to, or an endpoint that answers before --stop-timeout",
                        "lost on the host: exec 1, exit 2",
                        "lost in container 1: exec 1, exit 2");
    }

    @Test
    void doesNotFillTheLog() {
        assertThat(new StopReport(0, 0, true, "", events(100)).sentences())
                .hasSize(66)
                .startsWith("300 events are lost and in no account: the spool lost them after the last account was "
                        + "written; look after its disk, or raise --spool-quota")
                .endsWith("and more in 36 other containers");
    }

    private static Map<String, Map<Integer, Long>> events(int containers) {
        Map<String, Map<Integer, Long>> events = new TreeMap<>();
        IntStream.range(0, containers).forEach(number -> events.put(number == 0 ? "" : "" + number, SOME));
        return events;
    }
}
