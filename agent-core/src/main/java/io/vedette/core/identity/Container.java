package io.vedette.core.identity;

import io.vedette.core.telemetry.Books;

/// One container, or the host: what is known of it, and its books.
///
/// Made by the drain and never changed; the books say who may write what.
///
/// @param index its place in the container table, as long as it is there
/// @param ring place of its ring in the pool
/// @param id full; empty for the host. Like the path, it holds the kernel's bytes one to a character (ISO
///     8859-1)
/// @param runtime see [ContainerName]
/// @param cgroupPath as the kernel names it; empty when not known
/// @param cgroupId the first one that was seen of it; 0 for the host
/// @param mntNs inode of its mount namespace; 0 for the host, whose services may have their own
public record Container(
        int index, int ring, String id, String runtime, String cgroupPath, long cgroupId, int mntNs, Books books) {

    public boolean isHost() {
        return id.isEmpty();
    }
}
