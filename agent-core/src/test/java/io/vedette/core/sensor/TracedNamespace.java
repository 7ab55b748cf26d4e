package io.vedette.core.sensor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.chaos.Shell;
import io.vedette.core.event.Kinds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;

/// The tracer in a pid namespace of its own, and what it told. No traced process makes those that it has to find.
final class TracedNamespace implements AutoCloseable {

    /// The namespace's first process takes the agent's part, so that its child, which reads commands, is not
    /// traced. `$0` is the test's directory.
    private static final String PROGRAM = """
            #!/bin/sh
            exec unshare --pid --fork --kill-child --mount-proc sh -c '
                [ ! -e "$0/lower" ] || cat "$0/lower" >/proc/sys/kernel/pid_max
                [ ! -e "$0/cgroup" ] || echo 0 >"$(cat "$0/cgroup")/tasks"
                cat /proc/sys/kernel/pid_max >"$0/limit"
                "$0/vedette-tracer" "$1" "$2" "$3" "$4" $$ "$6" "$7" &
                sh <"$0/commands" &
                wait %1' "${0%/*}" "$@"
            """;

    private final List<CapturedRecord> records = new ArrayList<>();
    private final List<Outage> outages = new ArrayList<>();
    private final Path directory;
    private final RandomAccessFile commands;
    private final PtraceSensor sensor;

    TracedNamespace(Path directory) throws Exception {
        this(directory, "");
    }

    /// @param pidLimit one more than the last pid that is to be given; empty: as on the machine. From Linux 6.14 on it
    ///     is that of a namespace; before it is that of all.
    TracedNamespace(Path directory, String pidLimit) throws Exception {
        this(directory, pidLimit, Optional.empty());
    }

    /// @param cgroup that the tracer is in, and who is commanded as long as it does not leave it
    TracedNamespace(Path directory, String pidLimit, Optional<Path> cgroup) throws Exception {
        this.directory = directory;
        if (!pidLimit.isEmpty()) {
            Files.writeString(directory.resolve("lower"), pidLimit);
        }
        if (cgroup.isPresent()) {
            Files.writeString(directory.resolve("cgroup"), "" + cgroup.get());
        }
        Shell.run("make --silent --directory src/main/tracer OUT=\"$1\"; mkfifo \"$1/commands\"", "" + directory);
        commands = new RandomAccessFile(directory.resolve("commands").toFile(), "rw");
        Path program = Files.writeString(directory.resolve("program"), PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        sensor = new PtraceSensor(new PtraceConfig(
                program,
                Path.of("/proc"),
                1 << 20,
                1_000_000,
                List.of(),
                cgroup.map(inside -> inside.resolve("cpu.stat")),
                PtraceConfig.Starter.HERE));
        assertThat(sensor.attach().kinds()).contains(Kinds.EXEC, Kinds.EXIT);
    }

    /// One more than the last pid that the kernel gives.
    int pidLimit() throws IOException {
        return Integer.parseInt(Files.readString(directory.resolve("limit")).strip());
    }

    /// Has a shell do it that is not traced.
    void command(String line) {
        try {
            commands.write((line + "\n").getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it is so, and takes what the sensor tells meanwhile.
    void await(String what, BooleanSupplier isSo) {
        Turns.until(
                isSo,
                () -> "%s; executed: %s, ended: %s, gaps: %s"
                        .formatted(what, pids(Kinds.EXEC), pids(Kinds.EXIT), outages),
                this::turn);
    }

    private void turn() {
        sensor.await(10);
        sensor.poll(this::add, 1000);
        Outage outage = sensor.outage();
        if (outage != null) {
            outages.add(outage);
        }
    }

    private void add(DirectBuffer buffer, int offset, int length) {
        records.add(new CapturedRecord(buffer, offset, length));
    }

    /// Those of a kind that were told so far.
    List<CapturedRecord> records(int kind) {
        return records.stream().filter(record -> record.kind() == kind).toList();
    }

    List<Integer> pids(int kind) {
        return records(kind).stream().map(record -> record.header().tgid()).toList();
    }

    List<Outage> outages() {
        return outages;
    }

    /// Whether an outage that was told so far covers some of that time.
    boolean isInGap(long fromBootNs, long toBootNs) {
        return outages.stream().anyMatch(gap -> gap.fromBootNs() < toBootNs && gap.toBootNs() > fromBootNs);
    }

    /// Ends the tracer in order, and takes what it told.
    void detach() {
        sensor.detach();
        while (sensor.poll(this::add, 1000) > 0) {}
        for (Outage outage = sensor.outage(); outage != null; outage = sensor.outage()) {
            outages.add(outage);
        }
    }

    @Override
    public void close() throws IOException {
        sensor.close();
        commands.close();
    }
}
