package io.vedette.core.identity;

import io.vedette.core.telemetry.Books;
import java.util.concurrent.atomic.AtomicReference;

/// One container, or the host: what is known of it, and its books.
///
/// Made by the drain and never changed but for the description, which follows when it is known; the books say
/// who may write what.
///
/// @param index its place in the container table, as long as it is there
/// @param id full; empty for the host. Like the path, it holds the kernel's bytes one to a character (ISO
///     8859-1)
/// @param runtime see [ContainerName]
/// @param cgroupPath as the kernel names it; empty when not known
/// @param cgroupId the first one that was seen of it; 0 for the host
/// @param mntNs inode of its mount namespace; 0 for the host, whose services may have their own
/// @param firstPid of its first process that was seen, in the initial pid namespace; 0 when not known
/// @param described what was found out of it, by one thread beside the way of the events
public record Container(
        int index,
        String id,
        String runtime,
        String cgroupPath,
        long cgroupId,
        int mntNs,
        int firstPid,
        Books books,
        AtomicReference<ContainerDescription> described) {

    /// One of which nothing is found out yet.
    public Container(
            int index,
            String id,
            String runtime,
            String cgroupPath,
            long cgroupId,
            int mntNs,
            int firstPid,
            Books books) {
        this(
                index,
                id,
                runtime,
                cgroupPath,
                cgroupId,
                mntNs,
                firstPid,
                books,
                new AtomicReference<>(ContainerDescription.NONE));
    }

    /// The latest.
    public ContainerDescription description() {
        return described.getAcquire();
    }

    public boolean isHost() {
        return id.isEmpty();
    }
}
