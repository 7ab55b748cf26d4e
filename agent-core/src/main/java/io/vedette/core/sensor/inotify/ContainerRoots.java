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
/// Each process is asked once. Bounded: further mount namespaces are not watched. One thread.
final class ContainerRoots {

    private static final int MAX = 256;

    private final Processes processes;
    private final Map<Integer, Integer> namespaceByPid = new HashMap<>();
    private final Map<Integer, Owner> owners = new HashMap<>();

    ContainerRoots(Processes processes) {
        this.processes = processes;
    }

    /// As it was seen when the process was first; 0 when it was not.
    int namespaceOf(int pid) {
        return namespaceByPid.getOrDefault(pid, 0);
    }

    /// All are new again.
    void forgetAll() {
        owners.clear();
    }

    /// What has changed.
    ///
    /// @param fresh one process of each mount namespace that is new, or whose process before is gone
    /// @param gone mount namespaces that no process is in any more
    record Change(List<Owner> fresh, Set<Integer> gone) {}

    /// @param pids of all processes, the lowest first
    Change look(List<Integer> pids) {
        Set<Integer> alive = new HashSet<>(pids);
        namespaceByPid.keySet().retainAll(alive);
        Map<Integer, Integer> firsts = new HashMap<>();
        for (int pid : pids) {
            int namespace = namespaceByPid.computeIfAbsent(pid, number -> processes.namespace(number, "mnt"));
            if (namespace != 0) {
                firsts.putIfAbsent(namespace, pid);
            }
        }
        Set<Integer> gone = new HashSet<>(owners.keySet());
        gone.removeAll(firsts.keySet());
        owners.keySet().removeAll(gone);
        List<Owner> fresh = new ArrayList<>();
        firsts.forEach((namespace, pid) -> {
            Owner before = owners.get(namespace);
            boolean isNew = before == null || !alive.contains(before.tgid());
            Owner owner = isNew && (before != null || owners.size() < MAX) ? processes.find(pid) : null;
            if (owner != null && owner.mntNs() == namespace) {
                owners.put(namespace, owner);
                fresh.add(owner);
            }
        });
        return new Change(fresh, gone);
    }
}
