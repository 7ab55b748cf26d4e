package io.vedette.transport.spool;

/// Why a batch left without being delivered.
public enum DropReason {
    /// It was the oldest when the quota, or the room on the disk, was used up.
    SPOOL_FULL,
    /// The endpoint refused it again and again as malformed.
    REJECTED,
    /// It was in memory only when the spool was closed.
    ENDED
}
