package io.vedette.core.sensor.inotify;

import io.vedette.core.event.Kinds;
import io.vedette.core.ffi.DirectoryCalls;
import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Libc;
import io.vedette.core.sensor.Blindness;
import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.Processes;
import io.vedette.core.sensor.RecordQueue;
import io.vedette.core.sensor.RecordSource;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.sensor.sockets.ProcessSockets;
import io.vedette.core.time.Clock;
import io.vedette.core.time.KernelClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// Watches files of all containers whose processes can be seen, by inotify through `/proc/PID/root`: the sensitive
/// ones, and those that are asked for.
///
/// It takes CAP_SYS_PTRACE. Which process changed a file is not known. Containers that come are found within a quarter
/// of a second; what changes in them before is missed. When the kernel's queue was full, that is counted and all is
/// looked for anew.
public final class InotifySource implements RecordSource {

    private static final int TURN_MS = 50;
    private static final long LOOK_NS = 250_000_000;
    /// What is missed may be of any kind; it is counted as this one, so that it is not taken for what others miss.
    private static final int COUNTED_AS = Kinds.OPEN;

    private static final List<Integer> KINDS = List.of(
            Kinds.OPEN,
            Kinds.WRITE,
            Kinds.CLOSE_WRITE,
            Kinds.RENAME,
            Kinds.UNLINK,
            Kinds.RMDIR,
            Kinds.LINK,
            Kinds.SYMLINK,
            Kinds.MKDIR,
            Kinds.CHMOD,
            Kinds.CHOWN);

    private final Path procfs;
    private final List<PathPattern> patterns;
    private final boolean hasMore;
    private final Libc libc = new Libc();
    private final Clock clock = new KernelClock();
    private final Map<Integer, ContainerWatch> containers = new HashMap<>();
    private @Nullable Parts parts;
    private boolean isOverflown;
    private boolean hasFailed;
    private long nextLookNs;

    private record Parts(
            RecordQueue queue,
            DirectoryCalls calls,
            Inotify inotify,
            ProcessSockets pids,
            ContainerRoots roots,
            WatchedDirectories directories,
            FileChanges changes,
            int epollFd,
            UnsafeBuffer event) {}

    /// @param more paths that are watched beside the sensitive ones, absolute: each itself, and what is in it; `*` in
    /// one stands for any one name
    public InotifySource(Path procfs, List<String> more) {
        this.procfs = procfs;
        hasMore = !more.isEmpty();
        patterns = new ArrayList<>(SensitivePaths.ALL);
        for (String text : more) {
            // As names are read from directories.
            String path = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            patterns.add(PathPattern.of(path));
            patterns.add(PathPattern.of(path + "/" + PathPattern.ANY));
        }
    }

    @Override
    public SensorReport open(RecordQueue queue) {
        DirectoryCalls calls = new DirectoryCalls();
        Inotify inotify = new Inotify(libc, calls);
        if (inotify.fd() < 0) {
            return new SensorReport(
                    "inotify",
                    List.of(),
                    List.of("No files: inotify can't be had (" + Errno.name(inotify.fd()) + ")."));
        }
        WatchedDirectories directories = new WatchedDirectories(inotify, patterns);
        int epollFd = libc.epollCreate1(Libc.EPOLL_CLOEXEC);
        UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(Libc.EPOLL_EVENT_BYTES));
        event.putInt(0, Libc.EPOLLIN, ByteOrder.nativeOrder());
        libc.epollCtl(epollFd, Libc.EPOLL_CTL_ADD, inotify.fd(), event.addressOffset());
        Parts fresh = new Parts(
                queue,
                calls,
                inotify,
                new ProcessSockets(calls, libc, procfs),
                new ContainerRoots(Processes.ofAgent(procfs, queue)),
                directories,
                new FileChanges(directories, new FileRecord(queue), () -> isOverflown = true, count -> {
                    for (int i = 0; i < count; i++) {
                        queue.countNoState(COUNTED_AS);
                    }
                }),
                epollFd,
                event);
        parts = fresh;
        nextLookNs = 0;
        look(fresh, clock.bootTimeNs());
        List<String> issues = new ArrayList<>();
        boolean seesOthers = containers.keySet().stream().anyMatch(namespace -> namespace != ownNamespace());
        if (!seesOthers) {
            issues.add("No files of other containers: their roots in /proc can't be reached, which takes"
                    + " CAP_SYS_PTRACE and their processes in sight (pidMode: task, no hidepid).");
        } else {
            issues.addAll(Blindness.ofFiles());
            issues.add("Of files only the sensitive ones" + (hasMore ? " and those of --watch-path" : "")
                    + " are watched, what reads them is not"
                    + " told, nor which process it was: CAP_BPF and CAP_PERFMON would show it.");
        }
        if (!seesOthers) {
            close();
        }
        return new SensorReport("inotify", seesOthers ? KINDS : List.of(), issues);
    }

    private int ownNamespace() {
        return parts == null
                ? 0
                : parts.roots.namespaceOf((int) ProcessHandle.current().pid());
    }

    @Override
    public void turn() {
        Parts mine = parts;
        if (mine == null) {
            return;
        }
        libc.epollWait(mine.epollFd, mine.event.addressOffset(), 1, TURN_MS);
        long nowNs = clock.bootTimeNs();
        read(mine, nowNs);
        if (isOverflown) {
            isOverflown = false;
            mine.queue.countLost(COUNTED_AS, 1);
            forgetAll(mine);
            nextLookNs = nowNs;
        }
        if (nowNs - nextLookNs >= 0) {
            look(mine, nowNs);
        }
    }

    @Override
    public void end() {
        Parts mine = parts;
        if (mine != null) {
            read(mine, clock.bootTimeNs());
            if (isOverflown) {
                mine.queue.countLost(COUNTED_AS, 1);
            }
        }
    }

    private static void read(Parts mine, long nowNs) {
        mine.changes.begin(nowNs);
        mine.inotify.read(mine.changes);
        mine.changes.end();
    }

    private void look(Parts mine, long nowNs) {
        nextLookNs = nowNs + LOOK_NS;
        List<Integer> pids = new ArrayList<>();
        if (!mine.pids.processes(pids::add)) {
            fail(mine);
            return;
        }
        ContainerRoots.Change change = mine.roots.look(pids);
        if (!change.gone().isEmpty() || !change.fresh().isEmpty()) {
            // What they did last has just been put into the queue.
            read(mine, nowNs);
        }
        change.gone().forEach(namespace -> forget(mine, namespace));
        boolean areAllWatched = true;
        for (Owner owner : change.fresh()) {
            areAllWatched &= watch(mine, owner);
        }
        if (areAllWatched) {
            hasFailed = false;
        } else {
            fail(mine);
        }
        long refused = mine.directories.refused() + mine.roots.refused();
        for (long i = 0; i < refused; i++) {
            mine.queue.countNoState(COUNTED_AS);
        }
    }

    /// What could not be looked at is looked at again; what it does until then may be missed, which is counted once.
    private void fail(Parts mine) {
        if (!hasFailed) {
            mine.queue.countNoState(COUNTED_AS);
        }
        hasFailed = true;
    }

    /// @return false when there was no room for one more open file
    private boolean watch(Parts mine, Owner owner) {
        int rootFd = libc.openat2(
                Libc.AT_FDCWD,
                procfs.resolve(owner.tgid() + "/root").toString(),
                Libc.O_PATH | Libc.O_CLOEXEC | DirectoryCalls.O_DIRECTORY,
                0);
        if (rootFd < 0) {
            mine.roots.forget(owner);
            return rootFd == -Errno.ENOENT || rootFd == -Errno.EACCES;
        }
        ContainerWatch before = containers.get(owner.mntNs());
        if (before != null && before.files().isRoot(rootFd)) {
            // Only the process through which it was reached is gone.
            libc.close(rootFd);
            return true;
        }
        forget(mine, owner.mntNs());
        ContainerWatch container = new ContainerWatch(owner, new ContainerFiles(libc, mine.calls, rootFd));
        containers.put(owner.mntNs(), container);
        mine.directories.watch(container, new WatchedDirectories.Finder() {
            @Override
            public void onFound(WatchedDirectories.Place place, String name) {
                container.look(place.child(name));
            }

            // They were there before.
            @Override
            public void onPassedOver(int count) {}
        });
        return true;
    }

    private void forget(Parts mine, int mntNs) {
        ContainerWatch container = containers.remove(mntNs);
        if (container != null) {
            mine.directories.forget(container);
            container.close();
        }
    }

    private void forgetAll(Parts mine) {
        mine.roots.forgetAll();
        for (int namespace : List.copyOf(containers.keySet())) {
            forget(mine, namespace);
        }
    }

    @Override
    public void close() {
        Parts mine = parts;
        if (mine != null) {
            forgetAll(mine);
            mine.inotify.close();
            mine.pids.close();
            libc.close(mine.epollFd);
            parts = null;
        }
    }
}
