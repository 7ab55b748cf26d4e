package io.vedette.core.sensor.packet;

import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.RecordQueue;
import io.vedette.core.sensor.sockets.Endpoints;
import io.vedette.core.sensor.sockets.ListenerOwners;
import io.vedette.core.sensor.sockets.OwnConnects;
import io.vedette.core.sensor.sockets.SocketDiag;
import io.vedette.core.sensor.sockets.SocketOwners;
import io.vedette.core.sensor.sockets.SocketRecord;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Connections of TCP by what begins and ends them: SYN, SYN-ACK, FIN, RST.
///
/// A connect is told with its result, and once as going on when it has none after a second. Who connected is asked for
/// at the SYN, while the socket is there. An accept is told when a process has the connection, or, when it ends before
/// that was seen, as that of who listens. Bytes are told by the numbers of the segments; of a connection that lasted
/// so long that these may have come around, the kernel is asked at the first FIN.
///
/// Bounded: a connection that finds no place is counted as no_state, at both its ends. One thread.
final class TcpTracker {

    private static final int MAX_CONNECTIONS = 8 * 1024;
    private static final int DNS_PORT = 53;
    private static final int ECONNREFUSED = 111;
    private static final int EINPROGRESS = 115;
    private static final long EARLY_NS = 1_000_000_000;
    private static final long GIVEN_UP_NS = 180_000_000_000L;
    private static final long FIRST_LOOK_NS = 1_000_000;
    private static final long MAX_PAUSE_NS = 2_000_000_000;
    private static final int MAX_PASSED = 1024;
    private static final int MAX_LOOKS = 64;
    private static final int MAX_VAIN_LOOKS = 40;
    private static final long VAIN_PAUSE_NS = 50_000_000;
    private static final long MAY_WRAP_NS = 3_000_000_000L;
    private static final long U32 = 0xFFFF_FFFFL;

    private final SocketDiag sockets;
    private final SocketOwners owners;
    private final ListenerOwners listeners;
    private final OwnConnects own;
    private final SocketRecord record;
    private final DnsSegments messages;
    private final RecordQueue queue;
    private final Map<Endpoints, Connection> connections = new HashMap<>();
    /// Those that are not told yet, in no order: looked at again when their time comes.
    private final ArrayDeque<Connection> untold = new ArrayDeque<>();

    private final Endpoints key = new Endpoints();

    /// @param own connections of the agent, which are not told
    TcpTracker(
            SocketDiag sockets,
            SocketOwners owners,
            ListenerOwners listeners,
            OwnConnects own,
            SocketRecord record,
            RecordQueue queue) {
        this.sockets = sockets;
        this.owners = owners;
        this.listeners = listeners;
        this.own = own;
        this.record = record;
        this.queue = queue;
        messages = new DnsSegments(record);
    }

    /// @param sentHere whether the sender is in this network namespace
    /// @param receivedHere whether the receiver is
    void onSegment(PacketView packet, boolean sentHere, boolean receivedHere, long timeNs) {
        if (sentHere) {
            onSide(packet, key.set(packet.sender()), true, timeNs);
        }
        if (receivedHere) {
            onSide(packet, key.setReversed(packet.sender()), false, timeNs);
        }
    }

    private void onSide(PacketView packet, Endpoints ends, boolean sent, long timeNs) {
        if (packet.has(PacketView.SYN) && !packet.has(PacketView.ACK)) {
            onSyn(packet, ends, sent, timeNs);
            return;
        }
        Connection connection = connections.get(ends);
        if (connection == null) {
            return;
        }
        if (ends.localPort == DNS_PORT || ends.remotePort == DNS_PORT) {
            messages.onSegment(packet, connection, sent, timeNs);
        }
        if (packet.has(PacketView.SYN)) {
            onAnswer(packet, connection, sent, timeNs);
        } else if (packet.has(PacketView.RST)) {
            onReset(packet, connection, sent, timeNs);
        } else if (packet.has(PacketView.FIN)) {
            onFin(packet, connection, sent, timeNs);
        }
    }

    private void onSyn(PacketView packet, Endpoints ends, boolean sent, long timeNs) {
        Connection before = connections.get(ends);
        if (before != null) {
            int start = before.isAccepted ? before.remoteStart : before.localStart;
            if (start == packet.sequence()) {
                return;
            }
            end(before, timeNs);
        }
        if (sent && own.take(ends)) {
            return;
        }
        if (connections.size() >= MAX_CONNECTIONS) {
            queue.countNoState(sent ? Kinds.CONNECT : Kinds.ACCEPT);
            queue.countNoState(Kinds.CLOSE_CONNECTION);
            return;
        }
        Connection connection = new Connection(ends.copy(), !sent, timeNs);
        if (sent) {
            connection.localStart = packet.sequence();
            if (findOwner(connection) && owners.isAgent(connection.owner)) {
                return;
            }
            connection.nextLookNs = timeNs + EARLY_NS;
            untold.add(connection);
        } else {
            connection.remoteStart = packet.sequence();
        }
        connections.put(connection.ends, connection);
    }

    /// @return whether a process has the socket
    private boolean findOwner(Connection connection) {
        owners.begin();
        int hint = connection.isAccepted ? listeners.of(connection.ends).tgid() : 0;
        if (!sockets.find(connection.ends) || sockets.found().state == ListenerOwners.LISTENS) {
            return false;
        }
        SocketDiag.Found found = sockets.found();
        connection.family = found.family;
        connection.inode = found.inode;
        connection.owner = owners.of(found, hint);
        return connection.owner.isKnown();
    }

    private void onAnswer(PacketView packet, Connection connection, boolean sent, long timeNs) {
        if (connection.isAnswered || connection.isAccepted != sent) {
            return;
        }
        connection.isAnswered = true;
        if (sent) {
            connection.localStart = packet.sequence();
            connection.pauseNs = FIRST_LOOK_NS;
            connection.nextLookNs = timeNs + FIRST_LOOK_NS;
            untold.add(connection);
            return;
        }
        connection.remoteStart = packet.sequence();
        connection.answeredNs = timeNs;
        tellConnect(connection, 0, timeNs);
    }

    private void tellConnect(Connection connection, int error, long timeNs) {
        if (!connection.owner.isKnown()) {
            boolean isFound = findOwner(connection);
            if (isFound && owners.isAgent(connection.owner)) {
                connections.remove(connection.ends);
                connection.isTold = true;
                return;
            }
            // It is there, and who has it can still be found out.
            if (!isFound && error == 0 && owners.isCut() && connection.vainLooks++ < MAX_VAIN_LOOKS) {
                connection.nextLookNs = timeNs + VAIN_PAUSE_NS * connection.vainLooks;
                return;
            }
        }
        connection.isTold = error != EINPROGRESS;
        connection.isToldEarly = !connection.isTold;
        record.connection(
                Kinds.CONNECT,
                timeNs,
                connection.owner,
                connection.ends,
                connection.inode,
                connection.family,
                error,
                0);
    }

    private void tellAccept(Connection connection, long timeNs) {
        if (!connection.owner.isKnown()) {
            Owner listener = listeners.of(connection.ends);
            connection.owner = listener.isKnown() || listener.mntNs() != 0 ? listener : connection.owner;
        }
        connection.isTold = true;
        if (owners.isAgent(connection.owner)) {
            connections.remove(connection.ends);
            return;
        }
        record.connection(
                Kinds.ACCEPT, timeNs, connection.owner, connection.ends, connection.inode, connection.family, 0, 0);
    }

    private void onReset(PacketView packet, Connection connection, boolean sent, long timeNs) {
        if (!connection.isAnswered) {
            if (!connection.isAccepted && !sent) {
                tellConnect(connection, ECONNREFUSED, timeNs);
            }
            connection.isTold = true;
            connections.remove(connection.ends);
            return;
        }
        boolean neverWas = connection.isAccepted
                && !connection.isTold
                && !sent
                && !packet.has(PacketView.ACK)
                && connection.received == Connection.NOTHING;
        if (neverWas) {
            connection.isTold = true;
            connections.remove(connection.ends);
            return;
        }
        long bySender =
                Integer.toUnsignedLong(packet.sequence() - (sent ? connection.localStart : connection.remoteStart) - 1);
        long byOther = packet.has(PacketView.ACK)
                ? Integer.toUnsignedLong(
                        packet.acknowledgement() - (sent ? connection.remoteStart : connection.localStart) - 1)
                : Connection.NOTHING;
        if (connection.sent == Connection.NOTHING) {
            connection.sent = sent ? bySender : byOther;
        }
        if (connection.received == Connection.NOTHING) {
            connection.received = sent ? byOther : bySender;
        }
        askForBytes(connection, timeNs);
        end(connection, timeNs);
    }

    private void onFin(PacketView packet, Connection connection, boolean sent, long timeNs) {
        if (connection.sent == Connection.NOTHING && connection.received == Connection.NOTHING) {
            askForBytes(connection, timeNs);
        }
        int start = sent ? connection.localStart : connection.remoteStart;
        long bytes = (packet.sequence() + packet.payloadWhole() - start - 1) & U32;
        if (sent) {
            connection.sent = Math.max(bytes, (connection.sent & ~U32) | bytes);
        } else {
            connection.received = Math.max(bytes, (connection.received & ~U32) | bytes);
        }
        boolean isOver = connection.sent != Connection.NOTHING && connection.received != Connection.NOTHING;
        if (isOver) {
            end(connection, timeNs);
        }
    }

    /// The numbers come around after 4 GiB, which take some seconds at least.
    private void askForBytes(Connection connection, long timeNs) {
        connection.mayHaveWrapped = timeNs - connection.sinceNs > MAY_WRAP_NS;
        if (connection.mayHaveWrapped && sockets.find(connection.ends) && sockets.found().bytesAcked >= 0) {
            connection.mayHaveWrapped = Math.max(sockets.found().bytesAcked, sockets.found().bytesReceived) > U32;
        }
    }

    private void end(Connection connection, long timeNs) {
        connections.remove(connection.ends);
        if (!connection.isTold) {
            if (connection.isAccepted) {
                // One that nobody here answered was none.
                if (connection.isAnswered) {
                    tellAccept(connection, timeNs);
                }
            } else {
                connection.vainLooks = MAX_VAIN_LOOKS;
                tellConnect(connection, connection.isAnswered ? 0 : EINPROGRESS, timeNs);
            }
            connection.isTold = true;
        }
        if (!connection.isAnswered || owners.isAgent(connection.owner)) {
            return;
        }
        boolean isExact = connection.sent != Connection.NOTHING
                && connection.received != Connection.NOTHING
                && !connection.mayHaveWrapped;
        record.closed(
                timeNs,
                connection.owner,
                connection.ends,
                connection.inode,
                connection.family,
                Math.max(0, connection.received),
                Math.max(0, connection.sent),
                timeNs - connection.sinceNs,
                isExact ? 0 : IncompleteBits.BYTES_UNKNOWN);
    }

    /// Looks again at those whose time has come, a bounded number of them.
    void onTime(long nowNs) {
        int looks = 0;
        for (int passed = Math.min(MAX_PASSED, untold.size()); passed > 0 && looks < MAX_LOOKS; passed--) {
            Connection connection = untold.remove();
            if (!connection.isTold && nowNs - connection.nextLookNs >= 0) {
                look(connection, nowNs);
                looks++;
            }
            if (!connection.isTold && connections.containsKey(connection.ends)) {
                untold.add(connection);
            }
        }
    }

    private void look(Connection connection, long nowNs) {
        if (!connection.isAccepted) {
            if (connection.isAnswered) {
                tellConnect(connection, 0, connection.answeredNs);
                return;
            }
            if (!connection.isToldEarly) {
                tellConnect(connection, EINPROGRESS, nowNs);
            }
            if (nowNs - connection.sinceNs > GIVEN_UP_NS) {
                connection.isTold = true;
                connections.remove(connection.ends);
            }
            connection.nextLookNs = nowNs + GIVEN_UP_NS;
            return;
        }
        if (findOwner(connection)) {
            tellAccept(connection, nowNs);
            return;
        }
        connection.pauseNs = Math.min(2 * connection.pauseNs, MAX_PAUSE_NS);
        connection.nextLookNs = nowNs + connection.pauseNs;
    }

    /// Those whose end nobody saw: the kernel knows the socket no more. Looks at all, which takes a while.
    void sweep(long nowNs) {
        for (Connection connection : List.copyOf(connections.values())) {
            boolean isOld = nowNs - connection.sinceNs > GIVEN_UP_NS;
            // Where somebody listens, that socket is found in place of one that is gone.
            if (isOld && (!sockets.find(connection.ends) || sockets.found().state == ListenerOwners.LISTENS)) {
                end(connection, nowNs);
            }
        }
    }

    /// Nobody will look again: tells all that is not told yet.
    void end(long nowNs) {
        for (Connection connection : untold) {
            if (connection.isTold || !connections.containsKey(connection.ends)) {
                continue;
            }
            if (connection.isAccepted) {
                findOwner(connection);
                tellAccept(connection, nowNs);
            } else if (connection.isAnswered || !connection.isToldEarly) {
                connection.vainLooks = MAX_VAIN_LOOKS;
                tellConnect(connection, connection.isAnswered ? 0 : EINPROGRESS, nowNs);
            }
        }
        untold.clear();
    }

    /// Whether somebody waits for [#onTime].
    boolean isWaiting() {
        return !untold.isEmpty();
    }
}
