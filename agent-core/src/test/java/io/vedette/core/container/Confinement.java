package io.vedette.core.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a container is kept from, and given, beyond its capabilities and namespaces. Immutable: each method
/// that changes something gives a copy.
///
/// @param readOnlyRoot whether its root file system can't be written to
/// @param deniedCalls names of system calls that a seccomp filter refuses with EPERM; without any there is no
///     filter
/// @param ownCgroups whether it has a cgroup namespace of its own, where others' cgroups are relative to its own
/// @param limits from `RLIMIT_…` to the soft and hard limit
/// @param mounts in this order, after the binds
/// @param cgroups directories of hierarchies of version 1, which crun leaves alone, that its processes are born in
public record Confinement(
        boolean readOnlyRoot,
        List<String> deniedCalls,
        boolean ownCgroups,
        Map<String, Long> limits,
        List<Mount> mounts,
        List<Path> cgroups) {

    public static final Confinement NONE = new Confinement(false, List.of(), false, Map.of(), List.of(), List.of());

    public Confinement {
        deniedCalls = List.copyOf(deniedCalls);
        limits = Map.copyOf(limits);
        mounts = List.copyOf(mounts);
        cgroups = List.copyOf(cgroups);
    }

    public Confinement withReadOnlyRoot() {
        return new Confinement(true, deniedCalls, ownCgroups, limits, mounts, cgroups);
    }

    public Confinement deny(String... calls) {
        return new Confinement(readOnlyRoot, List.of(calls), ownCgroups, limits, mounts, cgroups);
    }

    public Confinement withOwnCgroups() {
        return new Confinement(readOnlyRoot, deniedCalls, true, limits, mounts, cgroups);
    }

    public Confinement limit(String type, long value) {
        Map<String, Long> all = new TreeMap<>(limits);
        all.put(type, value);
        return new Confinement(readOnlyRoot, deniedCalls, ownCgroups, all, mounts, cgroups);
    }

    public Confinement mount(Mount more) {
        List<Mount> all = new ArrayList<>(mounts);
        all.add(more);
        return new Confinement(readOnlyRoot, deniedCalls, ownCgroups, limits, all, cgroups);
    }

    public Confinement withoutMount(String destination) {
        List<Mount> all = mounts.stream()
                .filter(mount -> !mount.destination().equals(destination))
                .toList();
        return new Confinement(readOnlyRoot, deniedCalls, ownCgroups, limits, all, cgroups);
    }

    public Confinement cgroup(Path directory) {
        List<Path> all = new ArrayList<>(cgroups);
        all.add(directory);
        return new Confinement(readOnlyRoot, deniedCalls, ownCgroups, limits, mounts, all);
    }
}
