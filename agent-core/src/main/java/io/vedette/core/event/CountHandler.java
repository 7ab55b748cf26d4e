package io.vedette.core.event;

/// Takes what the hooks counted, one row for each cgroup and kind.
@FunctionalInterface
public interface CountHandler {

    /// In place of a cgroup id: the row of what no cgroup's row had room for.
    long NO_CGROUP = 0;

    /// Takes one row.
    ///
    /// @param cgroupId the cgroup, or [#NO_CGROUP]
    /// @param kind number of the event kind
    /// @param count lent until the method returns
    void onCount(long cgroupId, int kind, HookCount count);
}
