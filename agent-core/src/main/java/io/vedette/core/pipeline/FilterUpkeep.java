package io.vedette.core.pipeline;

import io.vedette.core.filter.Filters;
import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.collections.LongHashSet;

/// Hands the filters to the sensor when they change, and the cgroups of containers that are not wanted as
/// they come to be known. One thread, the drain.
///
/// A cgroup stays ignored when the tables forget it: nothing is heard of it, so it always looks gone. Ids are
/// never used again, and when the kernel has no more room the oldest goes; should it be alive it is known
/// again with its next event.
final class FilterUpkeep {

    private final Consumer<Filters> apply;
    private final CgroupGate gate;
    private final ContainerTable containers;
    private final Supplier<Filters> source;
    private final Map<Long, Ignored> ignored = new LinkedHashMap<>();
    private final LongHashSet known = new LongHashSet();
    private Filters filters = Filters.NONE;

    /// As [io.vedette.core.sensor.Sensor#ignore].
    interface CgroupGate {
        boolean ignore(long cgroupId, boolean ignore);
    }

    private record Ignored(String id, String name, String image) {

        boolean by(Filters filters) {
            return !id.isEmpty() && filters.ignores(id, name, image);
        }
    }

    /// @param source the filters of the moment
    FilterUpkeep(Consumer<Filters> apply, CgroupGate gate, ContainerTable containers, Supplier<Filters> source) {
        this.apply = apply;
        this.gate = gate;
        this.containers = containers;
        this.source = source;
    }

    /// @return whether the filters have changed, so that more may run than is known
    boolean run() {
        Filters latest = source.get();
        boolean changed = !latest.equals(filters);
        if (changed) {
            filters = latest;
            apply.accept(latest);
            release();
        }
        if (!filters.containers().isEmpty()) {
            known.clear();
            containers.collectCgroups(known);
            LongHashSet.LongIterator ids = known.iterator();
            while (ids.hasNext()) {
                look(ids.nextValue());
            }
        }
        return changed;
    }

    /// The sensor is another one now: nothing is set in it but the filters themselves.
    void restart() {
        ignored.clear();
        run();
    }

    /// A cgroup's path was learnt, before anything runs in it.
    void onCgroup(long cgroupId) {
        if (!filters.containers().isEmpty()) {
            look(cgroupId);
        }
    }

    private void look(long cgroupId) {
        if (ignored.containsKey(cgroupId)) {
            return;
        }
        Ignored candidate = describe(cgroupId);
        if (!candidate.by(filters)) {
            return;
        }
        Iterator<Long> oldest = ignored.keySet().iterator();
        while (!gate.ignore(cgroupId, true)) {
            if (!oldest.hasNext()) {
                return;
            }
            gate.ignore(oldest.next(), false);
            oldest.remove();
        }
        ignored.put(cgroupId, candidate);
    }

    private Ignored describe(long cgroupId) {
        Container container = containers.ofCgroup(cgroupId);
        String id = container == null ? containers.idByPath(cgroupId) : container.id();
        Container described = container == null ? containers.byId(id) : container;
        if (described == null) {
            return new Ignored(id, "", "");
        }
        if (described.index() == ContainerTable.UNKNOWN) {
            return new Ignored("", "", "");
        }
        return new Ignored(
                id, described.description().name(), described.description().image());
    }

    private void release() {
        Iterator<Map.Entry<Long, Ignored>> entries = ignored.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Long, Ignored> entry = entries.next();
            if (!entry.getValue().by(filters)) {
                gate.ignore(entry.getKey(), false);
                entries.remove();
            }
        }
    }
}
