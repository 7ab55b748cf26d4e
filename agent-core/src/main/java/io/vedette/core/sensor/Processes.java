package io.vedette.core.sensor;

import io.vedette.core.ffi.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/// Processes as procfs has them, each looked at once and again after a while, since a number may be used again.
///
/// The first time that a process is named its `RUNNING` record goes into the queue, so that who reads the events
/// knows it. Bounded: when too many are known, all are forgotten. One thread.
public final class Processes {

    private static final int MAX = 4096;
    private static final long TRUSTED_NS = 500_000_000;

    private final Path procfs;
    private final RecordQueue queue;
    private final HashedCgroups cgroups = new HashedCgroups();
    private final ProcfsSnapshot snapshot;
    private final Int2ObjectHashMap<Known> known = new Int2ObjectHashMap<>();
    private final int own;

    /// Where the root directory of a process is: `(dev=…,ino=…)`, or empty when it can't be seen.
    public String root(int pid) {
        try {
            return String.valueOf(Files.readAttributes(directory(pid).resolve("root"), BasicFileAttributes.class)
                    .fileKey());
        } catch (IOException notReadable) {
            return "";
        }
    }

    /// @param own pid of the agent, whose own doings are no events
    Processes(Path procfs, RecordQueue queue, int own) {
        this.procfs = procfs;
        this.queue = queue;
        this.own = own;
        snapshot = new ProcfsSnapshot(new Libc(), procfs, cgroups, pid -> pid == own);
    }

    /// For the process that this one is.
    public static Processes ofAgent(Path procfs, RecordQueue queue) {
        return new Processes(procfs, queue, (int) ProcessHandle.current().pid());
    }

    private static final class Known {
        private final Owner owner;
        private long untilNs;

        private Known(Owner owner, long untilNs) {
            this.owner = owner;
            this.untilNs = untilNs;
        }
    }

    public boolean isAgent(Owner owner) {
        return owner.tgid() == own;
    }

    /// The agent's pid.
    public int own() {
        return own;
    }

    /// @return null when there is no such process (any more)
    public @Nullable Owner find(int pid) {
        long nowNs = System.nanoTime();
        Known before = known.get(pid);
        if (before != null && nowNs - before.untilNs < 0) {
            return before.owner;
        }
        Optional<ProcfsStat> stat = ProcfsStat.read(procfs.resolve(Integer.toString(pid)));
        if (stat.isEmpty()) {
            known.remove(pid);
            return null;
        }
        boolean isSame = before != null
                && before.owner.startBootTimeNs() == stat.get().startBootTimeNs()
                // A container's first process comes into it some time after its own start.
                && before.owner.mntNs() == namespace(pid, "mnt");
        if (isSame) {
            before.untilNs = nowNs + TRUSTED_NS;
            return before.owner;
        }
        Owner owner = read(pid, stat.get());
        if (known.size() >= MAX) {
            known.clear();
        }
        known.put(pid, new Known(owner, nowNs + TRUSTED_NS));
        snapshot.read(pid, queue::offer);
        return owner;
    }

    private Path directory(int pid) {
        return procfs.resolve(Integer.toString(pid));
    }

    private Owner read(int pid, ProcfsStat stat) {
        long parentStart = ProcfsStat.read(procfs.resolve(Integer.toString(stat.parent())))
                .map(ProcfsStat::startBootTimeNs)
                .orElse(0L);
        return new Owner(
                pid,
                stat.startBootTimeNs(),
                stat.parent(),
                parentStart,
                cgroups.idOf(directory(pid), queue::offer),
                namespace(pid, "mnt"),
                namespace(pid, "pid"));
    }

    /// The link looks like `mnt:[4026531841]`.
    ///
    /// @return the inode; 0 when it can't be read
    public int namespace(int pid, String type) {
        try {
            String link = Files.readSymbolicLink(
                            procfs.resolve(Integer.toString(pid)).resolve("ns").resolve(type))
                    .toString();
            return Integer.parseUnsignedInt(link, link.indexOf('[') + 1, link.length() - 1, 10);
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException notReadable) {
            return 0;
        }
    }
}
