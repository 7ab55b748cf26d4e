package io.vedette.core.pipeline;

import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessTable;
import java.util.function.LongConsumer;
import org.agrona.collections.LongHashSet;

/// Forgets cgroups that have gone while the host or their container goes on: services and timers come and go
/// for ever, and what is kept of each must not add up.
///
/// A cgroup that no known process is in, and in which nothing happened since the last look, is *quiet*. The
/// kernel forgets it first, with its counts; should anything happen in it after that, its path is sent again.
/// When it is still quiet at the next look the container table forgets it too, so a record that was on its
/// way has found it there. A cgroup that was only quiet is thus as well known afterwards as a new one. One
/// thread, the drain.
final class CgroupUpkeep {

    private static final long EVERY_NS = 60_000_000_000L;

    private final ContainerTable containers;
    private final ProcessTable processes;
    private final LongConsumer forgetInKernel;
    private final LongHashSet known = new LongHashSet();
    private final LongHashSet inUse = new LongHashSet();

    /// Quiet since the last look, and those of them that the kernel has forgotten; each with what it becomes
    /// with this look.
    private LongHashSet quiet = new LongHashSet();

    private LongHashSet nextQuiet = new LongHashSet();
    private LongHashSet forgotten = new LongHashSet();
    private LongHashSet nextForgotten = new LongHashSet();
    private long nextNs;

    CgroupUpkeep(ContainerTable containers, ProcessTable processes, LongConsumer forgetInKernel) {
        this.containers = containers;
        this.processes = processes;
        this.forgetInKernel = forgetInKernel;
    }

    /// Something was counted in the cgroup.
    void onActive(long cgroupId) {
        quiet.remove(cgroupId);
        forgotten.remove(cgroupId);
    }

    void run(long nowNs) {
        if (nowNs - nextNs < 0) {
            return;
        }
        nextNs = nowNs + EVERY_NS;
        known.clear();
        containers.collectCgroups(known);
        inUse.clear();
        processes.collectCgroups(inUse);
        nextQuiet.clear();
        nextForgotten.clear();
        LongHashSet.LongIterator ids = known.iterator();
        while (ids.hasNext()) {
            look(ids.nextValue());
        }
        LongHashSet quietBefore = quiet;
        quiet = nextQuiet;
        nextQuiet = quietBefore;
        LongHashSet forgottenBefore = forgotten;
        forgotten = nextForgotten;
        nextForgotten = forgottenBefore;
    }

    private void look(long id) {
        if (inUse.contains(id)) {
            return;
        }
        if (forgotten.contains(id)) {
            containers.forgetCgroup(id);
            return;
        }
        nextQuiet.add(id);
        if (quiet.contains(id)) {
            nextForgotten.add(id);
            forgetInKernel.accept(id);
        }
    }
}
