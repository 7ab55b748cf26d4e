package io.vedette.core.sensor.packet;

import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.sockets.Endpoints;

/// What is remembered of one end of a TCP connection, from its SYN on. Times are of the boot clock.
final class Connection {

    static final int NOTHING = -1;

    final Endpoints ends;
    final boolean isAccepted;
    final long sinceNs;
    Owner owner = Owner.UNKNOWN;
    long inode;
    int family;

    /// The number of the SYN that each side sent; what is sent is counted from there.
    int localStart;

    int remoteStart;

    /// Bytes that each side sent, known with its FIN; [#NOTHING] before.
    long sent = NOTHING;

    long received = NOTHING;

    /// Both sides have sent their SYN.
    boolean isAnswered;

    /// The connect or accept is told.
    boolean isTold;

    /// The connect is told as going on.
    boolean isToldEarly;

    /// There may be more bytes than the numbers can tell.
    boolean mayHaveWrapped;

    /// When to look next who has it.
    long nextLookNs;

    /// When the connect had its result.
    long answeredNs;

    /// How often its owner was looked for with the budget used up.
    int vainLooks;

    long pauseNs;

    /// Bytes of the DNS message whose length came in a segment of its own; 0: none.
    int sentMessage;

    int receivedMessage;

    Connection(Endpoints ends, boolean isAccepted, long sinceNs) {
        this.ends = ends;
        this.isAccepted = isAccepted;
        this.sinceNs = sinceNs;
        family = ends.family;
    }
}
