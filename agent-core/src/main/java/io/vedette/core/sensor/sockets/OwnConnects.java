package io.vedette.core.sensor.sockets;

import java.util.concurrent.atomic.AtomicIntegerArray;

/// Connections that the agent itself begins. One that is refused at once is gone before anybody could look whose it
/// was, so its ports are told here before its first packet.
///
/// One thread tells, one asks; neither waits. The last sixteen are remembered, each until it was asked for once:
/// after that its ports may be somebody else's.
public final class OwnConnects {

    private static final int ROOM = 16;
    private static final int NONE = 0;
    private static final int PORT_BITS = 16;

    private final AtomicIntegerArray ports = new AtomicIntegerArray(ROOM);
    private int next;

    /// Is about to begin.
    public void begin(int localPort, int remotePort) {
        ports.set(next, (localPort << PORT_BITS) | remotePort);
        next = (next + 1) % ROOM;
    }

    /// Whether it is one of the agent's, and has not been asked for before.
    ///
    /// @param ends as the end has them that connects
    public boolean take(Endpoints ends) {
        int wanted = (ends.localPort << PORT_BITS) | ends.remotePort;
        for (int at = 0; at < ROOM; at++) {
            if (ports.get(at) == wanted && ports.compareAndSet(at, wanted, NONE)) {
                return true;
            }
        }
        return false;
    }
}
