package io.vedette.core.sensor.sockets;

import io.vedette.core.sensor.Owner;
import java.util.LinkedHashMap;
import java.util.Map;

/// Whose the socket is that listens at an address: who will get a connection to it, if that ends before anybody could
/// be seen to have it. Looked up anew after a second. Bounded. One thread.
public final class ListenerOwners {

    /// The state of a socket that listens.
    public static final int LISTENS = 10;

    private static final int MAX = 1024;
    private static final long TRUSTED_NS = 1_000_000_000;

    private final SocketDiag sockets;
    private final SocketOwners owners;
    private final Endpoints key = new Endpoints();
    private final Map<Endpoints, Listener> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoints, Listener> eldest) {
            return size() > MAX;
        }
    };

    private record Listener(long inode, Owner owner, long untilNs) {}

    public ListenerOwners(SocketDiag sockets, SocketOwners owners) {
        this.sockets = sockets;
        this.owners = owners;
    }

    /// @param flow one that came in
    /// @return who listens at its local end
    public Owner of(Endpoints flow) {
        long nowNs = System.nanoTime();
        key.set(flow);
        key.clearRemote();
        Listener before = known.get(key);
        if (before != null && nowNs - before.untilNs < 0) {
            return before.owner;
        }
        if (!sockets.find(key) || sockets.found().state != LISTENS) {
            // It may just have been closed.
            return before == null ? Owner.UNKNOWN : before.owner;
        }
        SocketDiag.Found found = sockets.found();
        Owner owner = owners.soleOwner(found.inode);
        Owner told = owner.mntNs() == 0 && !owner.isKnown() ? owners.ofCgroup(found.cgroupId) : owner;
        known.put(key.copy(), new Listener(found.inode, told, nowNs + TRUSTED_NS));
        return told;
    }
}
