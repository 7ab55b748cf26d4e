package io.vedette.core.sensor;

/// A process as the header of a record names it.
///
/// @param tgid 0: nobody knows
/// @param startBootTimeNs of the main thread, in steps of 10 ms
/// @param cgroupId see [HashedCgroups]; 0 when it is not known
/// @param mntNs inode; 0 when it could not be read
/// @param pidNs inode; 0 when it could not be read
public record Owner(
        int tgid,
        long startBootTimeNs,
        int parentTgid,
        long parentStartBootTimeNs,
        long cgroupId,
        int mntNs,
        int pidNs) {

    /// Nobody knows who, nor in which container.
    public static final Owner UNKNOWN = new Owner(0, 0, 0, 0, 0, 0, 0);

    public boolean isKnown() {
        return tgid != 0;
    }

    /// One of the container's processes, nobody knows which.
    public Owner containerAlone() {
        return new Owner(0, 0, 0, 0, cgroupId, mntNs, pidNs);
    }
}
