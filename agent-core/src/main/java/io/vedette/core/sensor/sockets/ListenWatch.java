package io.vedette.core.sensor.sockets;

import io.vedette.core.event.Kinds;
import io.vedette.core.ffi.SocketCalls;
import io.vedette.core.sensor.Owner;
import java.util.function.Consumer;
import org.agrona.collections.LongHashSet;

/// Tells sockets that began to listen, by looking at all that listen now and then. Those that are there at the start
/// are not told, nor those that were gone before the next look. One thread.
public final class ListenWatch {

    private static final long EVERY_NS = 250_000_000;
    private static final int MAX = 4096;

    private final SocketDiag sockets;
    private final SocketOwners owners;
    private final SocketRecord record;
    private final Consumer<SocketDiag.Found> taker = this::take;
    private LongHashSet before = new LongHashSet();
    private LongHashSet now = new LongHashSet();
    private boolean isFirst = true;
    private long nowNs;
    private long nextNs;

    public ListenWatch(SocketDiag sockets, SocketOwners owners, SocketRecord record) {
        this.sockets = sockets;
        this.owners = owners;
        this.record = record;
    }

    /// Looks when it is time to.
    public void run(long bootTimeNs) {
        if (bootTimeNs - nextNs < 0) {
            return;
        }
        nowNs = bootTimeNs;
        nextNs = bootTimeNs + EVERY_NS;
        now.clear();
        boolean whole = sockets.all(SocketCalls.AF_INET, Endpoints.TCP, SocketDiag.LISTEN, taker)
                && sockets.all(SocketCalls.AF_INET6, Endpoints.TCP, SocketDiag.LISTEN, taker);
        if (whole) {
            LongHashSet last = before;
            before = now;
            now = last;
            isFirst = false;
        }
    }

    private void take(SocketDiag.Found found) {
        if (now.size() < MAX) {
            now.add(found.inode);
        }
        if (isFirst || before.contains(found.inode) || found.inode == 0) {
            return;
        }
        before.add(found.inode);
        Owner owner = owners.of(found, 0);
        if (!owners.isAgent(owner)) {
            record.connection(Kinds.LISTEN, nowNs, owner, found.ends, found.inode, found.family, 0, found.backlog);
        }
    }
}
