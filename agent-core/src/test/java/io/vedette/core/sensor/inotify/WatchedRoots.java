package io.vedette.core.sensor.inotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.Kinds;
import io.vedette.core.sensor.QueueReader;
import io.vedette.core.sensor.RecordQueue;
import io.vedette.core.sensor.Turns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Processes with a root and a mount namespace of their own, as containers have, and a source that watches them, whose
/// turns the test makes. What it tells of others on this machine is left out.
final class WatchedRoots implements AutoCloseable {

    private static final String MARK = "/etc/hosts";

    private final Path directory;
    private final RecordQueue queue = new RecordQueue();
    private final QueueReader reader = new QueueReader(queue);
    private final InotifySource source = new InotifySource(Path.of("/proc"), List.of());
    private final List<Process> processes = Collections.synchronizedList(new ArrayList<>());
    private final List<Told> told = new ArrayList<>();

    /// @param path of a name that is moved, the new one; as it is in the root
    record Told(int kind, String path, int mntNs) {}

    WatchedRoots(Path directory) {
        this.directory = directory;
    }

    /// Makes a root; a test puts into it what is to be there from the start.
    Path make(String name) throws IOException {
        Path root = directory.resolve(name);
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("etc"));
        // For those that the shell starts and does not wait for.
        Files.createFile(Files.createDirectories(root.resolve("dev")).resolve("null"));
        for (String program : List.of("sh", "sleep", "seq")) {
            Files.createLink(root.resolve("bin").resolve(program), busybox());
        }
        return root;
    }

    private Path busybox() throws IOException {
        Path copy = directory.resolve("busybox");
        if (!Files.exists(copy)) {
            Files.copy(Path.of("/bin/busybox"), copy);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return copy;
    }

    /// Starts a process in it.
    ///
    /// @param before what is done in its mount namespace before it goes into its root, which is `$1`
    /// @param script what it then does
    Process start(Path root, String before, String script) throws IOException {
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        "sh",
                        "-ec",
                        before + "\nexec chroot \"$1\" /bin/sh -c \"$2\"",
                        "sh",
                        "" + root,
                        script)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return process;
    }

    /// Starts one that does nothing, and waits until its files are watched.
    ///
    /// @return its mount namespace
    int startIdle(Path root) throws IOException {
        return startIdle(root, ":");
    }

    int startIdle(Path root, String before) throws IOException {
        Process process = start(root, before, "exec sleep 1000");
        awaitWatched(root);
        return mntNs(process.pid());
    }

    void awaitWatched(Path root) throws IOException {
        Path mark = root.resolve(MARK.substring(1));
        int first = told.size();
        await("that it is watched", () -> {
            write(mark);
            turn();
            return told.subList(first, told.size()).stream().anyMatch(one -> one.path.equals(MARK));
        });
    }

    static int mntNs(long pid) throws IOException {
        String link =
                Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/mnt")).toString();
        return Integer.parseUnsignedInt(link.substring(link.indexOf('[') + 1, link.length() - 1));
    }

    void open() {
        assertThat(source.open(queue).kinds()).contains(Kinds.OPEN);
    }

    void turn() {
        source.turn();
        for (DetailFlyweight event : reader.events()) {
            told.add(new Told(event.kind(), path(event), event.mntNs()));
        }
    }

    private static String path(DetailFlyweight event) {
        int part = switch (event.kind()) {
            case Kinds.WRITE, Kinds.CLOSE_WRITE -> 0;
            case Kinds.RENAME, Kinds.LINK -> 3;
            default -> 1;
        };
        StringBuilder path = new StringBuilder();
        for (int at = 0; at < event.partLength(part); at++) {
            path.append((char) event.u8(event.partOffset(part) + at));
        }
        return path.toString();
    }

    static void write(Path file) {
        try {
            Files.writeString(file, "x");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes turns until it is so.
    void await(String what, BooleanSupplier isSo) {
        Turns.until(isSo, () -> what + "; told: " + told, this::turn);
    }

    /// Makes turns until all that was done before must have been told: a change after it is.
    void settle(Path root) throws IOException {
        awaitWatched(root);
    }

    List<Told> told() {
        return told;
    }

    /// How often something of that kind was told of a path.
    long count(int kind, String path) {
        return told.stream()
                .filter(one -> one.kind == kind && one.path.equals(path))
                .count();
    }

    /// What is counted as lost, of whatever kind: the source counts as [Kinds#OPEN].
    long lost() {
        return reader.count(Kinds.OPEN, row -> row.noState + row.lost);
    }

    @Override
    public void close() {
        source.close();
        processes.forEach(Process::destroyForcibly);
    }
}
