package io.vedette.core.sensor.inotify;

import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.Processes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which containers there are, told by their mount namespaces, and a process in each through which its files can be
/// reached: the one that was there first.
///
/// A process is asked in its first seconds, by when a container's first one has come into its namespace and its root
/// directory, and seldom after that: it may still move, or be another one that was given the same pid. Bounded: further
/// mount namespaces are not watched, and counted. One thread.
final class ContainerRoots {

    private static final int MAX = 256;
    /// Looks, four in a second.
    private static final int YOUNG = 40;
    /// In so many looks one that is not young is asked once.
    private static final int SELDOM = 64;

    private final Processes processes;
    private final Map<Integer, Seen> seen = new HashMap<>();
    private final Map<Integer, Owner> owners = new HashMap<>();
    private final Set<Integer> passedOver = new HashSet<>();
    private long refused;
    private int looks;

    /// What a process was in when it was looked at last.
    ///
    /// @param looks how often it was
    private record Seen(int namespace, String root, int looks) {}

    ContainerRoots(Processes processes) {
        this.processes = processes;
    }

    /// As it was seen last; 0 when it was not.
    int namespaceOf(int pid) {
        Seen last = seen.get(pid);
        return last == null ? 0 : last.namespace();
    }

    /// It is new again at the next look.
    void forget(Owner owner) {
        owners.remove(owner.mntNs());
    }

    /// All are new again.
    void forgetAll() {
        owners.clear();
    }

    /// What has changed.
    ///
    /// @param fresh one process of each mount namespace that is new, whose process is gone, or has another root
    /// @param gone mount namespaces that no process is in any more
    record Change(List<Owner> fresh, Set<Integer> gone) {}

    /// @param pids of all processes, the lowest first
    Change look(List<Integer> pids) {
        looks++;
        Set<Integer> alive = new HashSet<>(pids);
        seen.keySet().retainAll(alive);
        Set<Integer> moved = new HashSet<>();
        Map<Integer, Integer> firsts = new HashMap<>();
        for (int pid : pids) {
            int namespace = namespaceNow(pid, moved);
            if (namespace != 0) {
                firsts.putIfAbsent(namespace, pid);
            }
        }
        Set<Integer> gone = new HashSet<>(owners.keySet());
        gone.removeAll(firsts.keySet());
        owners.keySet().removeAll(gone);
        passedOver.retainAll(firsts.keySet());
        List<Owner> fresh = new ArrayList<>();
        firsts.forEach((namespace, pid) -> {
            Owner before = owners.get(namespace);
            if (before == null && owners.size() >= MAX) {
                refused += passedOver.add(namespace) ? 1 : 0;
                return;
            }
            boolean isNew = before == null || !alive.contains(before.tgid()) || moved.contains(before.tgid());
            Owner owner = isNew ? processes.find(pid) : null;
            if (owner != null && owner.mntNs() == namespace) {
                owners.put(namespace, owner);
                fresh.add(owner);
            }
        });
        return new Change(fresh, gone);
    }

    /// @param moved gets those that have another root directory
    private int namespaceNow(int pid, Set<Integer> moved) {
        Seen last = seen.get(pid);
        if (last != null && last.looks() >= YOUNG && (pid + looks) % SELDOM != 0) {
            return last.namespace();
        }
        int namespace = processes.namespace(pid, "mnt");
        String root = processes.root(pid);
        boolean isSame =
                last != null && last.namespace() == namespace && last.root().equals(root);
        seen.put(pid, new Seen(namespace, root, last != null && isSame ? last.looks() + 1 : 1));
        if (last != null && !last.root().equals(root)) {
            moved.add(pid);
        }
        return namespace;
    }

    /// How many mount namespaces found no room, since this was asked last.
    long refused() {
        long before = refused;
        refused = 0;
        return before;
    }
}
