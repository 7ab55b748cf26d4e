package io.vedette.core.sensor;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.HookCount;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.ffi.Libc;
import io.vedette.core.filter.Filters;
import io.vedette.core.time.Clock;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// Looks into procfs again and again, where nothing better can be had: it takes no privileges.
///
/// A process that is new is told as an exec, one that is gone as an exit whose code is not known; both are marked as
/// from procfs. What starts and ends between two looks is not seen, nor who made a process. Threads are those of
/// [Sensor]; a look makes objects.
public final class ProcfsSensor implements Sensor {

    private static final String TIER = "procfs";
    private static final long LOOK_NS = 100_000_000;

    /// Its ids may be another process's by then; and a process may have called exec since.
    private static final int CHECK_EVERY = 10;

    private final Path procfs;
    private final Clock clock;
    private final HashedCgroups cgroups = new HashedCgroups();
    private final ProcfsSnapshot reader;
    private final RecordFlyweight header = new RecordFlyweight();
    private final ExitRecord exit = new ExitRecord();
    private final Map<Integer, Known> known = new HashMap<>();
    private final Map<Count, Long> counts = new HashMap<>();
    private final HookCount row = new HookCount();
    private final ArrayDeque<Integer> fresh = new ArrayDeque<>();
    private final ArrayDeque<Integer> gone = new ArrayDeque<>();
    private final Set<Long> ignored = new HashSet<>();
    private Filters filters = Filters.NONE;
    private long nextLookNs;
    private int looks;
    private boolean attached;

    private record Count(long cgroupId, int kind) {}

    /// What an exit has to tell of a process that is not there any more.
    record Known(long cgroupId, long startBootTimeNs, int mntNs, int pidNs, String comm) {}

    public ProcfsSensor(Path procfs, Clock clock) {
        this.procfs = procfs;
        this.clock = clock;
        int own = (int) ProcessHandle.current().pid();
        reader = new ProcfsSnapshot(new Libc(), procfs, cgroups, pid -> pid == own);
    }

    @Override
    public SensorReport attach() {
        if (pids().isEmpty()) {
            return new SensorReport(TIER, List.of(), List.of("Nothing is watched in procfs: it shows no processes."));
        }
        counts.clear();
        known.clear();
        attached = true;
        nextLookNs = clock.bootTimeNs() + LOOK_NS;
        return new SensorReport(
                TIER,
                List.of(Kinds.EXEC, Kinds.EXIT),
                List.of("Watched by looking into procfs: processes that live for less than " + LOOK_NS / 1_000_000
                        + " ms are not seen, nor exit codes; with CAP_SYS_PTRACE all are."));
    }

    @Override
    public void apply(Filters wanted) {
        filters = wanted;
    }

    @Override
    public boolean ignore(long cgroupId, boolean ignore) {
        if (ignore) {
            ignored.add(cgroupId);
        } else {
            ignored.remove(cgroupId);
        }
        return true;
    }

    @Override
    public int snapshot(RecordHandler handler) {
        int count = 0;
        for (int pid : pids()) {
            if (reader.tell(directory(pid), Kinds.RUNNING, handler)) {
                remember(pid);
                count++;
            }
        }
        return count;
    }

    private List<Integer> pids() {
        List<Integer> pids = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(procfs, "[1-9]*")) {
            processes.forEach(
                    path -> pids.add(Integer.parseInt(path.getFileName().toString())));
        } catch (IOException | DirectoryIteratorException unreadable) {
            return pids;
        }
        return pids;
    }

    private Path directory(int pid) {
        return procfs.resolve(Integer.toString(pid));
    }

    private Known remember(int pid) {
        ExecFlyweight process = reader.last();
        Known now = new Known(
                process.cgroupId(),
                process.startBootTimeNs(),
                process.mntNs(),
                process.pidNs(),
                ProcfsStat.read(directory(pid)).map(ProcfsStat::comm).orElse(""));
        known.put(pid, now);
        return now;
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        if (!attached) {
            return 0;
        }
        if (gone.isEmpty() && fresh.isEmpty() && clock.bootTimeNs() - nextLookNs >= 0) {
            nextLookNs = clock.bootTimeNs() + LOOK_NS;
            look();
        }
        int records = 0;
        while (records < limit && !gone.isEmpty()) {
            records += tellExit(gone.removeFirst(), handler);
        }
        while (records < limit && !fresh.isEmpty()) {
            records += tellExec(fresh.removeFirst(), handler);
        }
        return records;
    }

    private void look() {
        Set<Integer> there = new HashSet<>(pids());
        boolean checks = ++looks % CHECK_EVERY == 0;
        for (Map.Entry<Integer, Known> entry : known.entrySet()) {
            int pid = entry.getKey();
            if (!there.contains(pid)) {
                gone.add(pid);
            } else if (checks) {
                check(pid, entry.getValue());
            }
        }
        there.stream().filter(pid -> !known.containsKey(pid)).sorted().forEach(fresh::add);
    }

    private void check(int pid, Known before) {
        Optional<ProcfsStat> now = ProcfsStat.read(directory(pid));
        if (now.isEmpty() || now.get().isZombie() || now.get().startBootTimeNs() != before.startBootTimeNs()) {
            gone.add(pid);
            now.filter(stat -> !stat.isZombie()).ifPresent(stat -> fresh.add(pid));
        } else if (!now.get().comm().equals(before.comm())) {
            fresh.add(pid);
        }
    }

    private int tellExec(int pid, RecordHandler handler) {
        boolean[] told = {false};
        boolean found = reader.tell(directory(pid), Kinds.EXEC, (buffer, offset, length) -> {
            header.wrap(buffer, offset);
            told[0] = header.kind() == Kinds.EXEC && isWanted(header.cgroupId(), Kinds.EXEC);
            if (told[0] || header.kind() == Kinds.CGROUP) {
                handler.onRecord(buffer, offset, length);
            }
        });
        if (!found) {
            return 0;
        }
        Known now = remember(pid);
        return told[0] ? count(now.cgroupId(), Kinds.EXEC) : 0;
    }

    private int tellExit(int pid, RecordHandler handler) {
        Known before = known.remove(pid);
        if (before == null || !isWanted(before.cgroupId(), Kinds.EXIT)) {
            return 0;
        }
        exit.build(pid, before, clock.bootTimeNs());
        handler.onRecord(exit.buffer(), 0, exit.length());
        return count(before.cgroupId(), Kinds.EXIT);
    }

    private boolean isWanted(long cgroupId, int kind) {
        return !filters.kindsOff().containsValue(kind) && !ignored.contains(cgroupId);
    }

    private int count(long cgroupId, int kind) {
        counts.merge(new Count(cgroupId, kind), 1L, Long::sum);
        return 1;
    }

    @Override
    public void await(int timeoutMs) {
        LockSupport.parkNanos(Math.min(timeoutMs * 1_000_000L, LOOK_NS));
    }

    @Override
    public Waiting waiting() {
        return new Waiting() {
            @Override
            public int mostMs() {
                return (int) (LOOK_NS / 1_000_000);
            }
        };
    }

    @Override
    public void readCounts(CountHandler handler) {
        counts.forEach((key, seen) -> handler.onCount(key.cgroupId(), key.kind(), row.set(seen, 0, 0, 0, 0, 0)));
    }

    @Override
    public void forget(long cgroupId) {
        cgroups.forget(cgroupId);
        for (Iterator<Count> keys = counts.keySet().iterator(); keys.hasNext(); ) {
            if (keys.next().cgroupId() == cgroupId) {
                keys.remove();
            }
        }
    }

    @Override
    public long waitingBytes() {
        return 0;
    }

    @Override
    public void detach() {
        attached = false;
    }

    @Override
    public void close() {
        attached = false;
    }
}
