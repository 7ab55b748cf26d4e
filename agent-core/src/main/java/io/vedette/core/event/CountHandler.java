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
    /// @param seen events that the hook saw, lost ones included
    /// @param lost events that found no room in the sensor's ring
    /// @param skipped times that the kernel did not run the hook, which only the sum over all cgroups tells
    void onCount(long cgroupId, int kind, long seen, long lost, long skipped);
}
