package io.vedette.core.identity;

import io.vedette.core.event.CgroupFlyweight;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.telemetry.Books;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;

/// Every container that is known, and which one a record belongs to.
///
/// A record's cgroup tells, through its path; where the path doesn't (a host with cgroup v1 only, a runtime
/// with its own names), the mount namespace of a process that is not in the host's pid namespace does.
/// Everything else is the host's. Two containers are never taken for one: when the table is full, further
/// ones are all described as `unknown`.
///
/// **Threads.** Written by the drain; [#get] may be called by any thread. Finding a known container allocates
/// nothing.
public final class ContainerTable {

    /// Index of the host.
    public static final int HOST = 0;

    /// Index of what stands for containers that the table has no room for.
    public static final int UNKNOWN = 1;

    /// Id of that one.
    public static final String UNKNOWN_ID = "unknown";

    private static final int INITIAL_PID_NS = 0xEFFF_FFFC;
    private static final int MAX_MNT_NS = 16 * 1024;

    /// A container may make as many cgroups as it likes.
    private static final int MAX_CGROUPS = 16 * 1024;

    private final AtomicReferenceArray<@Nullable Container> containers;
    private final CgroupPaths paths;
    private final Nested nested;
    private final Long2ObjectHashMap<String> pathById = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Container> byCgroup = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Container> namedByCgroup = new Long2ObjectHashMap<>();
    private final Int2ObjectHashMap<Container> byMntNs = new Int2ObjectHashMap<>();
    private final Map<String, Container> byId = new HashMap<>();
    private int hostMntNs;
    private int count;

    public ContainerTable(int capacity, CgroupPaths paths) {
        this(capacity, paths, Nested.JOINED);
    }

    public ContainerTable(int capacity, CgroupPaths paths, Nested nested) {
        this.nested = nested;
        containers = new AtomicReferenceArray<>(capacity);
        this.paths = paths;
        add(new Container(HOST, "", "", "/", 0, 0, 0, new Books()));
        add(new Container(UNKNOWN, UNKNOWN_ID, "", "", 0, 0, 0, new Books()));
    }

    public Nested nested() {
        return nested;
    }

    public Container host() {
        return get(HOST);
    }

    /// @return the container, or the one for unknown ones when there is none in this place (any more)
    public Container get(int index) {
        Container container = containers.getAcquire(index < 0 || index >= containers.length() ? UNKNOWN : index);
        return container == null ? get(UNKNOWN) : container;
    }

    /// How many places there are.
    public int capacity() {
        return containers.length();
    }

    /// @return null when this place is empty
    public @Nullable Container at(int index) {
        return containers.getAcquire(index);
    }

    /// How many containers are known, the host not counted.
    public int size() {
        return count - 2;
    }

    /// Learns a cgroup's path. Those beyond the bound are an unknown container's until others are gone.
    public void onCgroup(CgroupFlyweight cgroup) {
        if (pathById.size() >= MAX_CGROUPS && !pathById.containsKey(cgroup.cgroupId())) {
            return;
        }
        byte[] path = new byte[cgroup.pathLength()];
        cgroup.buffer().getBytes(cgroup.pathOffset(), path);
        pathById.put(cgroup.cgroupId(), new String(path, StandardCharsets.ISO_8859_1));
        byCgroup.remove(cgroup.cgroupId());
    }

    /// Learns what the host's mount namespace is, from a first process: in a pid namespace of its own it is not the
    /// host's.
    public void onInit(int mntNs, int pidNs) {
        if (pidNs == INITIAL_PID_NS) {
            hostMntNs = mntNs;
        }
    }

    /// Where the process that a record is about is.
    public Container resolve(RecordFlyweight record) {
        return resolve(record.cgroupId(), record.mntNs(), record.pidNs(), record.tgid());
    }

    /// @param tgid a process that is there, whose cgroup lines can be asked for if nothing else tells
    public Container resolve(long cgroupId, int mntNs, int pidNs, int tgid) {
        Container known = byCgroup.get(cgroupId);
        if (known == null) {
            known = learn(cgroupId, mntNs, tgid);
        }
        if (known.isHost() && pidNs != INITIAL_PID_NS && mntNs != hostMntNs && mntNs != 0) {
            return byNamespace(cgroupId, mntNs, tgid);
        }
        return known;
    }

    /// The cgroup's container if a record has told it by now, else null. Of a cgroup whose name only its
    /// processes' namespaces have shown to be a container's, it is that container.
    public @Nullable Container ofCgroup(long cgroupId) {
        Container named = namedByCgroup.get(cgroupId);
        return named == null ? byCgroup.get(cgroupId) : named;
    }

    /// The id of the container that the cgroup's path names; empty when it names none, or was not told.
    public String idByPath(long cgroupId) {
        String path = pathById.get(cgroupId);
        return path == null ? "" : nested.idOf(path).orElse("");
    }

    /// @return null when no such container is known
    public @Nullable Container byId(String id) {
        return byId.get(id);
    }

    /// The cgroup's container by its path alone, for when no record will tell.
    public Container ofCgroupPath(long cgroupId) {
        return learn(cgroupId, 0, 0);
    }

    private Container learn(long cgroupId, int mntNs, int tgid) {
        boolean isTold = pathById.containsKey(cgroupId);
        if (byCgroup.size() >= 2 * MAX_CGROUPS || (!isTold && pathById.size() >= MAX_CGROUPS)) {
            return get(UNKNOWN);
        }
        String path = path(cgroupId);
        Optional<ContainerName> name = nested.nameOf(path);
        Container container = name.isPresent() ? container(name.get(), path, cgroupId, mntNs, tgid) : host();
        byCgroup.put(cgroupId, container);
        return container;
    }

    private String path(long cgroupId) {
        String told = pathById.get(cgroupId);
        return told == null ? paths.ofId(cgroupId) : told;
    }

    private Container byNamespace(long cgroupId, int mntNs, int tgid) {
        Container known = byMntNs.get(mntNs);
        if (known != null) {
            return known;
        }
        String path = path(cgroupId);
        Optional<ContainerName> ownCgroup = ContainerName.ofUnknownScheme(path);
        ContainerName name = ownCgroup
                .or(() -> paths.ofProcess(tgid).stream()
                        .map(nested::nameOf)
                        .flatMap(Optional::stream)
                        .findFirst())
                .orElseGet(() -> new ContainerName("mnt-" + Integer.toUnsignedString(mntNs), ""));
        Container container = container(name, path, cgroupId, mntNs, tgid);
        if (ownCgroup.isPresent()) {
            namedByCgroup.put(cgroupId, container);
        }
        if (byMntNs.size() >= MAX_MNT_NS) {
            // A container may make as many as it likes: they are found again.
            byMntNs.clear();
        }
        byMntNs.put(mntNs, container);
        return container;
    }

    private Container container(ContainerName name, String path, long cgroupId, int mntNs, int tgid) {
        Container known = byId.get(name.id());
        if (known != null) {
            return known;
        }
        int index = freeIndex();
        if (index < 0) {
            return get(UNKNOWN);
        }
        Container fresh = new Container(index, name.id(), name.runtime(), path, cgroupId, mntNs, tgid, new Books());
        add(fresh);
        byId.put(name.id(), fresh);
        return fresh;
    }

    private int freeIndex() {
        for (int index = 0; index < containers.length(); index++) {
            if (containers.getPlain(index) == null) {
                return index;
            }
        }
        return -1;
    }

    private void add(Container container) {
        containers.setRelease(container.index(), container);
        count++;
    }

    /// Adds the id of every cgroup that anything is kept of.
    public void collectCgroups(LongHashSet into) {
        Long2ObjectHashMap<String>.KeyIterator told = pathById.keySet().iterator();
        while (told.hasNext()) {
            into.add(told.nextLong());
        }
        Long2ObjectHashMap<Container>.KeyIterator resolved = byCgroup.keySet().iterator();
        while (resolved.hasNext()) {
            into.add(resolved.nextLong());
        }
    }

    /// Forgets one cgroup, whose container stays. A record that names it later is a new cgroup's.
    public void forgetCgroup(long cgroupId) {
        pathById.remove(cgroupId);
        byCgroup.remove(cgroupId);
        namedByCgroup.remove(cgroupId);
    }

    /// Forgets a container and all its cgroups. The caller knows that it has no process left and that its
    /// books were sent.
    ///
    /// @param forgotten is told each cgroup's id
    public void remove(int index, LongConsumer forgotten) {
        Container gone = containers.getPlain(index);
        if (gone == null || index == HOST || index == UNKNOWN) {
            return;
        }
        containers.setRelease(index, null);
        count--;
        byId.remove(gone.id());
        // Those that had no place may have one now.
        byMntNs.values().removeIf(container -> container.index() == index || container.index() == UNKNOWN);
        byCgroup.values().removeIf(container -> container.index() == UNKNOWN);
        removeCgroups(byCgroup, index, forgotten);
        removeCgroups(namedByCgroup, index, forgotten);
    }

    private void removeCgroups(Long2ObjectHashMap<Container> cgroups, int index, LongConsumer forgotten) {
        cgroups.entrySet().removeIf(entry -> {
            boolean its = entry.getValue().index() == index;
            if (its) {
                pathById.remove(entry.getKey().longValue());
                forgotten.accept(entry.getKey());
            }
            return its;
        });
    }
}
