package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.time.Clock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/// Real processes, found by looking again and again.
final class ProcfsSensorTest {

    private static final long LOOK_NS = 100_000_000;

    private long nowNs = 1;

    private final Clock clock = new Clock() {
        @Override
        public long bootTimeNs() {
            return nowNs;
        }

        @Override
        public long epochTimeNs() {
            return nowNs;
        }
    };

    private final ProcfsSensor sensor = new ProcfsSensor(Path.of("/proc"), clock);

    private record Seen(int kind, int tgid, long cgroupId, int incomplete, String args) {}

    private List<Seen> look() {
        nowNs += LOOK_NS;
        List<Seen> seen = new ArrayList<>();
        int records = sensor.poll(
                (buffer, offset, length) -> {
                    RecordFlyweight record = new RecordFlyweight().wrap(buffer, offset);
                    assertThat(record.isValid(length)).isTrue();
                    String args = "";
                    if (record.kind() == Kinds.EXEC) {
                        ExecFlyweight exec = new ExecFlyweight().wrap(buffer, offset);
                        byte[] bytes = new byte[exec.argsLength()];
                        new UnsafeBuffer(buffer).getBytes(exec.argsOffset(), bytes);
                        args = new String(bytes, StandardCharsets.UTF_8)
                                .replace('\0', ' ')
                                .strip();
                    }
                    seen.add(new Seen(record.kind(), record.tgid(), record.cgroupId(), record.incomplete(), args));
                },
                Integer.MAX_VALUE);
        assertThat(records).isEqualTo((int)
                seen.stream().filter(one -> Kinds.isEvent(one.kind())).count());
        return seen;
    }

    @Test
    void aProcessThatComesAndGoesIsAnExecAndAnExit() throws Exception {
        assertThat(sensor.attach().kinds()).containsExactly(Kinds.EXEC, Kinds.EXIT);
        sensor.snapshot((buffer, offset, length) -> {});
        Process process = new ProcessBuilder("sleep", "1000").start();
        // Until it has become what it is to be: it may still be what started it.
        while (!process.info().arguments().map(List::of).orElse(List.of()).equals(List.of("1000"))) {
            Thread.onSpinWait();
        }
        int pid = (int) process.pid();

        List<Seen> atFirst = look().stream().filter(one -> one.tgid() == pid).toList();
        List<Seen> later = look().stream().filter(one -> one.tgid() == pid).toList();
        process.destroyForcibly().waitFor();
        List<Seen> atLast = look().stream().filter(one -> one.tgid() == pid).toList();

        assertThat(atFirst).singleElement().satisfies(exec -> {
            assertThat(exec.kind()).isEqualTo(Kinds.EXEC);
            assertThat(exec.args()).isEqualTo("sleep 1000");
            assertThat(exec.cgroupId()).isNotZero();
            assertThat(exec.incomplete() & IncompleteBits.FROM_PROCFS).isNotZero();
        });
        assertThat(later).isEmpty();
        assertThat(atLast).singleElement().satisfies(exit -> {
            assertThat(exit.kind()).isEqualTo(Kinds.EXIT);
            assertThat(exit.cgroupId()).isEqualTo(atFirst.getFirst().cgroupId());
            assertThat(exit.incomplete()).isEqualTo(IncompleteBits.FROM_PROCFS);
        });
    }

    @Test
    void allThatWasToldIsCounted() throws Exception {
        sensor.attach();
        Map<Integer, Long> told = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            Process process = new ProcessBuilder("sleep", "1000").start();
            look().forEach(one -> told.merge(one.kind(), 1L, Long::sum));
            process.destroyForcibly().waitFor();
            look().forEach(one -> told.merge(one.kind(), 1L, Long::sum));
        }

        Map<Integer, Long> counted = new HashMap<>();
        sensor.readCounts((cgroupId, kind, count) -> counted.merge(kind, count.seen, Long::sum));
        told.remove(Kinds.CGROUP);
        assertThat(counted).isEqualTo(told).containsKeys(Kinds.EXEC, Kinds.EXIT);
    }

    @Test
    void theAgentItselfIsLeftOut() {
        sensor.attach();

        assertThat(look())
                .isNotEmpty()
                .noneMatch(one -> one.tgid() == ProcessHandle.current().pid());
    }

    @Test
    void withoutProcfsNothingIsWatched() {
        assertThat(new ProcfsSensor(Path.of("/nowhere"), clock).attach().kinds())
                .isEmpty();
    }
}
