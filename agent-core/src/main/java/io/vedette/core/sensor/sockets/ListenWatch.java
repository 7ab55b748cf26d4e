package io.vedette.core.sensor.sockets;

import io.vedette.core.event.Kinds;
import io.vedette.core.ffi.SocketCalls;
import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.RecordQueue;
import java.util.function.Consumer;

/// Tells sockets that began to listen, by looking at all that listen now and then. Those that are there at the start
/// are not told, nor those that were gone before the next look; those that there is no room to remember are counted
/// as lost. One thread.
public final class ListenWatch {

    private static final long EVERY_NS = 250_000_000;
    private static final int MAX = 64 * 1024;

    private final SocketDiag sockets;
    private final SocketOwners owners;
    private final SocketRecord record;
    private final RecordQueue queue;
    private final SeenSockets seen;
    private final Consumer<SocketDiag.Found> taker = this::take;
    private boolean isFirst = true;
    private long nowNs;
    private long nextNs;

    /// @param queue that the record writes to
    public ListenWatch(SocketDiag sockets, SocketOwners owners, SocketRecord record, RecordQueue queue) {
        this(sockets, owners, record, queue, MAX);
    }

    /// @param most sockets that are remembered
    ListenWatch(SocketDiag sockets, SocketOwners owners, SocketRecord record, RecordQueue queue, int most) {
        this.sockets = sockets;
        this.owners = owners;
        this.record = record;
        this.queue = queue;
        seen = new SeenSockets(most);
    }

    /// Looks when it is time to.
    public void run(long bootTimeNs) {
        if (bootTimeNs - nextNs >= 0) {
            look(bootTimeNs);
        }
    }

    /// Looks now.
    public void look(long bootTimeNs) {
        nowNs = bootTimeNs;
        nextNs = bootTimeNs + EVERY_NS;
        boolean whole = sockets.all(SocketCalls.AF_INET, Endpoints.TCP, SocketDiag.LISTEN, taker)
                && sockets.all(SocketCalls.AF_INET6, Endpoints.TCP, SocketDiag.LISTEN, taker);
        seen.end(whole);
        isFirst &= !whole;
    }

    private void take(SocketDiag.Found found) {
        if (found.inode == 0 || !seen.isNew(found.inode) || isFirst) {
            return;
        }
        if (seen.isFull()) {
            queue.countNoState(Kinds.LISTEN);
            return;
        }
        Owner owner = owners.of(found, 0);
        if (!owners.isAgent(owner)) {
            record.connection(Kinds.LISTEN, nowNs, owner, found.ends, found.inode, found.family, 0, found.backlog);
        }
    }
}
