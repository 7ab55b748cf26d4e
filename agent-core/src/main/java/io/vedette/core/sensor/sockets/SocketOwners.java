package io.vedette.core.sensor.sockets;

import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.Processes;
import java.util.function.LongPredicate;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/// Whose a socket is: the process that has it open, else at least the container that it was made in.
///
/// Looking through the files of all processes is what costs, so it has a budget: who had a socket before is
/// looked at first, then the newest processes. What is passed on the way is remembered. When the budget is used up,
/// only what is remembered is told. Of a container the kernel's cgroup of the socket tells, once a process has shown
/// which container that is.
///
/// Bounded; when too much is remembered, all is forgotten. One thread. Answers make no objects but for a process that
/// is new.
public final class SocketOwners {

    private static final int MAX_SOCKETS = 16 * 1024;
    private static final int MAX_CGROUPS = 1024;
    private static final int RECENT = 8;
    private static final long WINDOW_NS = 100_000_000;
    /// Open files to look at in that time, of about a microsecond each.
    private static final long WINDOW_LINKS = 20_000;

    private static final int NOBODY = -1;

    private final ProcessSockets files;
    private final Processes processes;
    private final Long2LongHashMap pidBySocket = new Long2LongHashMap(NOBODY);
    private final Long2ObjectHashMap<Owner> containerByCgroup = new Long2ObjectHashMap<>();
    private final int[] recent = new int[RECENT];
    private final IntArrayList pids = new IntArrayList();
    private final LongPredicate isWanted = this::note;
    private int recentNext;
    private long wanted;
    private int looksAt;
    private long windowEndNs;
    private long linksAtMost;
    private boolean isCut;

    public SocketOwners(ProcessSockets files, Processes processes) {
        this.files = files;
        this.processes = processes;
    }

    public boolean isAgent(Owner owner) {
        return processes.isAgent(owner);
    }

    /// Whether the last answer might have been a process, had the budget not been used up.
    public boolean isCut() {
        return isCut;
    }

    /// Forgets whether the budget was used up.
    public void begin() {
        isCut = false;
    }

    /// @param hint a pid that may well have it; 0 for none
    /// @return [Owner#UNKNOWN] or a container alone when no process is found
    public Owner of(SocketDiag.Found socket, int hint) {
        begin();
        Owner owner = socket.inode == 0 ? null : search(socket.inode, hint);
        if (owner == null) {
            return ofCgroup(socket.cgroupId);
        }
        learn(socket.cgroupId, owner);
        return owner;
    }

    /// The container that a cgroup was seen to be, without its process.
    public Owner ofCgroup(long cgroupId) {
        Owner container = containerByCgroup.get(cgroupId);
        return container == null ? Owner.UNKNOWN : container;
    }

    /// The one process that has a socket; a container alone when several of its processes have it.
    public Owner soleOwner(long inode) {
        Owner sole = null;
        collect();
        wanted = inode;
        for (int i = pids.size() - 1; i >= 0; i--) {
            if (!look(pids.getInt(i))) {
                continue;
            }
            Owner owner = processes.find(pids.getInt(i));
            if (owner == null) {
                continue;
            }
            if (sole != null) {
                return sole.mntNs() == owner.mntNs() ? sole.containerAlone() : Owner.UNKNOWN;
            }
            sole = owner;
        }
        return sole == null ? Owner.UNKNOWN : sole;
    }

    private @Nullable Owner search(long inode, int hint) {
        wanted = inode;
        int before = (int) pidBySocket.get(inode);
        if (before != NOBODY && look(before)) {
            return found(before);
        }
        if (hint > 0 && look(hint)) {
            return found(hint);
        }
        for (int pid : recent) {
            if (pid > 0 && pid != hint && look(pid)) {
                return found(pid);
            }
        }
        if (look(processes.own())) {
            return processes.find(processes.own());
        }
        return searchAll();
    }

    private @Nullable Owner searchAll() {
        long nowNs = System.nanoTime();
        if (nowNs - windowEndNs >= 0) {
            windowEndNs = nowNs + WINDOW_NS;
            linksAtMost = files.links() + WINDOW_LINKS;
        }
        collect();
        for (int i = pids.size() - 1; i >= 0; i--) {
            isCut = files.links() >= linksAtMost;
            if (isCut) {
                return null;
            }
            if (look(pids.getInt(i))) {
                return found(pids.getInt(i));
            }
        }
        return null;
    }

    private void collect() {
        pids.clear();
        files.processes(pids::addInt);
    }

    private boolean look(int pid) {
        looksAt = pid;
        return files.any(pid, isWanted);
    }

    private boolean note(long inode) {
        if (pidBySocket.size() >= MAX_SOCKETS) {
            pidBySocket.clear();
        }
        pidBySocket.put(inode, looksAt);
        return inode == wanted;
    }

    private @Nullable Owner found(int pid) {
        boolean isRecent = false;
        for (int known : recent) {
            isRecent |= known == pid;
        }
        if (!isRecent) {
            recent[recentNext] = pid;
            recentNext = (recentNext + 1) % RECENT;
        }
        return processes.find(pid);
    }

    /// A kernel without version 2 gives all sockets the same cgroup: then it tells nothing.
    private void learn(long cgroupId, Owner owner) {
        if (cgroupId == 0 || owner.mntNs() == 0) {
            return;
        }
        Owner known = containerByCgroup.get(cgroupId);
        if (known == null) {
            if (containerByCgroup.size() >= MAX_CGROUPS) {
                containerByCgroup.clear();
            }
            containerByCgroup.put(cgroupId, owner.containerAlone());
        } else if (known.mntNs() != owner.mntNs() && known.mntNs() != 0) {
            containerByCgroup.put(cgroupId, Owner.UNKNOWN);
        }
    }
}
