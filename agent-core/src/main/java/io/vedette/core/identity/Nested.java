package io.vedette.core.identity;

import java.util.Optional;

/// Which container the processes of a container within a container belong to.
///
/// Who may make cgroups inside of a container chooses their names, those of other containers too. So what a
/// container makes is its own, unless the operator trusts the names.
public enum Nested {
    /// The outer one: the default.
    JOINED,
    /// The inner one, by the id that it was given inside.
    APART;

    /// What a cgroup's path says of the container.
    Optional<ContainerName> nameOf(String cgroupPath) {
        return this == APART ? ContainerName.innermost(cgroupPath) : ContainerName.outermost(cgroupPath);
    }

    /// The id by any of the rules; empty when there is none.
    public Optional<String> idOf(String cgroupPath) {
        return nameOf(cgroupPath).map(ContainerName::id);
    }
}
