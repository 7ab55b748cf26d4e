package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class CountsKernelTest {

    /// Each has at least the smallest size.
    private static final long RINGS = 3;

    private Launcher launcher;

    @BeforeEach
    void start() {
        launcher = Launcher.start();
    }

    @AfterEach
    void close() {
        launcher.close();
    }

    private record Key(long cgroupId, int kind) {}

    private record Count(long seen, long lost, long skipped) {}

    private static Map<Key, Count> counts(EbpfSensor sensor) {
        Map<Key, Count> counts = new HashMap<>();
        sensor.readCounts((cgroupId, kind, count) -> assertThat(counts.put(
                        new Key(cgroupId, kind),
                        new Count(
                                count.seen, count.lost + count.limited + count.noState + count.sampled, count.skipped)))
                .as("row %d %d comes once", cgroupId, kind)
                .isNull());
        return counts;
    }

    private static Map<Key, Long> received(Watcher watcher) {
        Map<Key, Long> received = new HashMap<>();
        for (CapturedRecord record : watcher.records()) {
            if (record.kind() >= Kinds.FIRST_EVENT) {
                received.merge(
                        new Key(record.header().cgroupId(), record.kind()),
                        record.header().count(),
                        Long::sum);
            }
        }
        return received;
    }

    /// After [EbpfSensor#detach()] nothing is written any more, so that the sums are final.
    private static void assertConserved(Watcher watcher) {
        watcher.drain();
        Map<Key, Count> counts = counts(watcher.sensor());
        Map<Key, Long> received = received(watcher);
        assertThat(counts).isNotEmpty();
        counts.forEach((key, count) -> assertThat(received.getOrDefault(key, 0L) + count.lost())
                .as("received and lost of %s", key)
                .isEqualTo(count.seen()));
        assertThat(counts.keySet()).containsAll(received.keySet());
    }

    @Test
    void everyEventIsReceivedWhenSomebodyPolls() {
        try (Watcher watcher = Watcher.attach()) {
            for (int i = 0; i < 20; i++) {
                launcher.run("[spawn(b'/usr/bin/true', [b'true']) for i in range(10)]; spawn(b'/nowhere', [b'x'])");
                watcher.drain();
            }
            watcher.sensor().detach();

            assertConserved(watcher);
            assertThat(counts(watcher.sensor()).values()).allMatch(count -> count.lost() == 0);
            assertThat(watcher.all(record ->
                            record.kind() == Kinds.EXEC && record.header().parentTgid() == launcher.pid()))
                    .hasSize(200);
        }
    }

    @Test
    void whatASmallRingHasNoRoomForIsCounted() {
        try (Watcher watcher = Watcher.attach(new EbpfConfig(EbpfConfig.MIN_RING_BYTES, Path.of("/proc")))) {
            launcher.run("[spawn(b'/usr/bin/true', [b'true', b'x' * 2000]) for i in range(300)]");
            assertThat(watcher.sensor().waitingBytes()).isLessThanOrEqualTo(RINGS * EbpfConfig.MIN_RING_BYTES);
            watcher.sensor().detach();

            assertConserved(watcher);
            assertThat(counts(watcher.sensor()).entrySet().stream()
                            .filter(entry -> entry.getKey().kind() == Kinds.EXEC)
                            .mapToLong(entry -> entry.getValue().lost())
                            .sum())
                    .isGreaterThan(200);
        }
    }

    @Test
    void eventsGoOnAfterTheRingWasFull() {
        try (Watcher watcher = Watcher.attach(new EbpfConfig(EbpfConfig.MIN_RING_BYTES, Path.of("/proc")))) {
            launcher.run("[spawn(b'/usr/bin/true', [b'true', b'x' * 2000]) for i in range(100)]");
            watcher.drain();
            int pid = launcher.runToEnd("result = spawn(b'/usr/bin/true', [b'true'])")
                    .pid();

            assertThat(watcher.only(Kinds.EXEC, pid).args()).containsExactly("true");
            watcher.sensor().detach();
            assertConserved(watcher);
        }
    }

    @Test
    void forgetsTheCountsOfACgroup() {
        try (Watcher watcher = Watcher.attach()) {
            int pid = launcher.runToEnd("result = spawn(b'/usr/bin/true', [b'true'])")
                    .pid();
            long cgroup = watcher.only(Kinds.EXIT, pid).header().cgroupId();
            watcher.sensor().detach();
            assertThat(counts(watcher.sensor())).containsKey(new Key(cgroup, Kinds.EXEC));

            watcher.sensor().forget(cgroup);

            assertThat(counts(watcher.sensor()).keySet()).noneMatch(key -> key.cgroupId() == cgroup);
        }
    }
}
