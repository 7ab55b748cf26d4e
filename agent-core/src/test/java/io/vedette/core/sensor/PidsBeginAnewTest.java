package io.vedette.core.sensor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.chaos.Shell;
import io.vedette.core.event.Kinds;
import io.vedette.core.time.KernelClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tracer in a pid namespace of its own, whose pids come to their end. No traced process makes those
/// that it has to find.
@Tag("container")
class PidsBeginAnewTest {

    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final int BEFORE = 3;
    private static final int AFTER = 3;
    /// The kernel gives none below it a second time.
    private static final int FIRST_AGAIN = 300;

    /// The namespace's first process takes the agent's part, so that its child, which reads commands, is not
    /// traced. `$0` is the test's directory.
    private static final String PROGRAM = """
            #!/bin/sh
            exec unshare --pid --fork --kill-child --mount-proc sh -c '
                cat /proc/sys/kernel/pid_max >"$0/limit"
                "$0/vedette-tracer" "$1" "$2" "$3" "$4" $$ "$6" "$7" &
                sh <"$0/commands" &
                wait %1' "${0%/*}" "$@"
            """;

    @TempDir
    private Path directory;

    private final List<CapturedRecord> records = new ArrayList<>();
    private final List<Outage> outages = new ArrayList<>();
    private RandomAccessFile commands;
    private PtraceSensor sensor;

    @BeforeEach
    void attach() throws Exception {
        Shell.run("make --silent --directory src/main/tracer OUT=\"$1\"; mkfifo \"$1/commands\"", "" + directory);
        commands = new RandomAccessFile(directory.resolve("commands").toFile(), "rw");
        Path program = Files.writeString(directory.resolve("program"), PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        sensor = new PtraceSensor(new PtraceConfig(
                program, Path.of("/proc"), 1 << 20, 1_000_000, List.of(), Optional.empty(), PtraceConfig.Starter.HERE));
        assertThat(sensor.attach().kinds()).contains(Kinds.EXEC, Kinds.EXIT);
    }

    @AfterEach
    void close() throws IOException {
        sensor.close();
        commands.close();
    }

    private void command(String line) {
        try {
            commands.write((line + "\n").getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it is so, and takes what the sensor tells meanwhile.
    private void await(String what, BooleanSupplier isSo) {
        long startNs = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime() - startNs)
                    .as("%s; executed: %s, ended: %s, gaps: %s", what, pids(Kinds.EXEC), pids(Kinds.EXIT), outages)
                    .isLessThan(PATIENCE_NS);
            sensor.await(10);
            sensor.poll(this::add, 1000);
            Outage outage = sensor.outage();
            if (outage != null) {
                outages.add(outage);
            }
        }
    }

    private void add(DirectBuffer buffer, int offset, int length) {
        records.add(new CapturedRecord(buffer, offset, length));
    }

    private List<Integer> pids(int kind) {
        return records.stream()
                .filter(record -> record.kind() == kind)
                .map(record -> record.header().tgid())
                .toList();
    }

    /// Gives pids from there on, so many at once that the tracer has to say that it could not look at each.
    private void jump(int to) {
        int before = outages.size();
        command("echo " + to + " >/proc/sys/kernel/ns_last_pid");
        await("a gap after a jump to " + to, () -> outages.size() > before);
    }

    /// What follows within a second of the first that was told, the tracer keeps, to tell it together with more.
    @Test
    void tellsWhatItKeptWhenItIsToEnd() throws Exception {
        jump(1000);
        Path marker = directory.resolve("marker");
        long beforeNs = new KernelClock().bootTimeNs();
        command("echo 2000 >/proc/sys/kernel/ns_last_pid");
        command("echo >" + marker);
        await("the second jump", () -> Files.exists(marker));
        long afterNs = new KernelClock().bootTimeNs();

        sensor.detach();

        // It may be told in parts.
        assertThat(restOfOutages()).anySatisfy(kept -> {
            assertThat(kept.fromBootNs()).isLessThan(afterNs);
            assertThat(kept.toBootNs()).isGreaterThan(beforeNs);
        });
    }

    private List<Outage> restOfOutages() {
        return Stream.generate(sensor::outage)
                .takeWhile(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    @Test
    void findsWhatStartsBeforeAndAfterTheirEndAndTellsNoGap() throws Exception {
        int limit =
                Integer.parseInt(Files.readString(directory.resolve("limit")).strip());
        List<Integer> expected = IntStream.concat(
                        IntStream.range(limit - BEFORE, limit), IntStream.range(FIRST_AGAIN, FIRST_AGAIN + AFTER))
                .boxed()
                .toList();

        jump(limit - 1 - BEFORE);
        expected.forEach(pid -> command("sleep 0.3 &"));
        await("each exec", () -> pids(Kinds.EXEC).size() >= expected.size());
        long foundNs = new KernelClock().bootTimeNs();
        await("each exit", () -> pids(Kinds.EXIT).size() >= expected.size());
        jump(limit / 2);

        assertThat(pids(Kinds.EXEC)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(pids(Kinds.EXIT)).containsExactlyInAnyOrderElementsOf(expected);
        // Those that the test made by its jumps; what is missed in between would be told with the second.
        assertThat(outages).hasSize(2);
        assertThat(outages.getLast().fromBootNs()).isGreaterThan(foundNs);
    }
}
