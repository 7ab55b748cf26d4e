package io.vedette.core.sensor.sockets;

import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.ffi.SocketCalls;
import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.RecordQueue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Tells connections of TCP that are there and were not, and those that were and are no more, by looking at all.
///
/// One whose local port listens was accepted, others were made. One that is not answered by the next look is told as in
/// progress, and again when it is. Bytes and duration are those of the last look that saw
/// it, hence flagged. Those that are there at the start are remembered and not told; those that there is no room to
/// remember are counted as lost, with their ends. One thread.
final class ConnectionWatch {

    private static final long EVERY_NS = 250_000_000;
    private static final int MAX = 8 * 1024;
    /// Each costs a number.
    private static final int MAX_PASSED_OVER = 64 * 1024;
    private static final int STATES = SocketDiag.ESTABLISHED | SocketDiag.SYN_SENT | SocketDiag.HALF_CLOSED;
    private static final int IN_SYN_SENT = 2;
    private static final int EINPROGRESS = 115;

    private final SocketDiag sockets;
    private final SocketOwners owners;
    private final SocketRecord record;
    private final RecordQueue queue;
    private final int most;
    private final SeenSockets passedOver = new SeenSockets(MAX_PASSED_OVER);
    private final Map<Long, Seen> known = new HashMap<>();
    private final Set<Integer> listening = new HashSet<>();
    private final Consumer<SocketDiag.Found> ofListener = this::noteListener;
    private final Consumer<SocketDiag.Found> ofConnection = this::take;
    private boolean isFirst = true;
    private long looks;
    private long nowNs;
    private long nextNs;

    private static final class Seen {
        private final Endpoints ends;
        private final Owner owner;
        private final int family;
        private boolean isTold;
        private boolean isAnswered;
        private boolean isToldEarly;
        private final long sinceNs;
        private long sent;
        private long received;
        private long look;

        private Seen(SocketDiag.Found found, Owner owner, long sinceNs) {
            ends = found.ends.copy();
            family = found.family;
            this.owner = owner;
            isAnswered = found.state != IN_SYN_SENT;
            this.sinceNs = sinceNs;
        }
    }

    /// @param queue that the record writes to
    ConnectionWatch(SocketDiag sockets, SocketOwners owners, SocketRecord record, RecordQueue queue) {
        this(sockets, owners, record, queue, MAX);
    }

    /// @param most connections that are remembered
    ConnectionWatch(SocketDiag sockets, SocketOwners owners, SocketRecord record, RecordQueue queue, int most) {
        this.sockets = sockets;
        this.owners = owners;
        this.record = record;
        this.queue = queue;
        this.most = most;
    }

    /// Looks when it is time to.
    void run(long bootTimeNs) {
        if (bootTimeNs - nextNs >= 0) {
            look(bootTimeNs);
        }
    }

    /// Looks now.
    void look(long bootTimeNs) {
        nowNs = bootTimeNs;
        nextNs = bootTimeNs + EVERY_NS;
        looks++;
        listening.clear();
        boolean whole = ofBoth(SocketDiag.LISTEN, ofListener) && ofBoth(STATES, ofConnection);
        passedOver.end(whole);
        if (whole) {
            isFirst = false;
            tellGone();
        }
    }

    private boolean ofBoth(int states, Consumer<SocketDiag.Found> taker) {
        return sockets.all(SocketCalls.AF_INET, Endpoints.TCP, states, taker)
                && sockets.all(SocketCalls.AF_INET6, Endpoints.TCP, states, taker);
    }

    private void noteListener(SocketDiag.Found found) {
        listening.add(found.ends.localPort);
    }

    private void take(SocketDiag.Found found) {
        // Else no process has it: not yet, or not any more.
        if (found.inode == 0) {
            return;
        }
        // It is told when it is answered, or is not for long.
        if (isFirst && found.state == IN_SYN_SENT) {
            return;
        }
        Seen seen = known.get(found.inode);
        if (seen == null) {
            if (known.size() >= most || passedOver.contains(found.inode)) {
                passOver(found);
                return;
            }
            seen = meet(found);
            known.put(found.inode, seen);
        } else if (!seen.isAnswered) {
            tellProgress(seen, found);
        }
        seen.look = looks;
        seen.sent = Math.max(0, found.bytesAcked);
        seen.received = Math.max(0, found.bytesReceived);
    }

    private void passOver(SocketDiag.Found found) {
        if (passedOver.isNew(found.inode) && !isFirst) {
            queue.countNoState(kindOf(found));
            queue.countNoState(Kinds.CLOSE_CONNECTION);
        }
    }

    private int kindOf(SocketDiag.Found found) {
        return listening.contains(found.ends.localPort) ? Kinds.ACCEPT : Kinds.CONNECT;
    }

    private Seen meet(SocketDiag.Found found) {
        if (isFirst) {
            return new Seen(found, Owner.UNKNOWN, nowNs);
        }
        Seen seen = new Seen(found, owners.of(found, 0), nowNs);
        if (seen.isAnswered && !owners.isAgent(seen.owner)) {
            tell(seen, found, 0);
            seen.isTold = true;
        }
        return seen;
    }

    private void tellProgress(Seen seen, SocketDiag.Found found) {
        seen.isAnswered = found.state != IN_SYN_SENT;
        if (owners.isAgent(seen.owner)) {
            return;
        }
        if (seen.isAnswered) {
            tell(seen, found, 0);
            seen.isTold = true;
        } else if (!seen.isToldEarly) {
            tell(seen, found, EINPROGRESS);
            seen.isToldEarly = true;
        }
    }

    private void tell(Seen seen, SocketDiag.Found found, int error) {
        record.connection(kindOf(found), nowNs, seen.owner, found.ends, found.inode, found.family, error, 0);
    }

    private void tellGone() {
        Iterator<Map.Entry<Long, Seen>> entries = known.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Long, Seen> entry = entries.next();
            Seen seen = entry.getValue();
            if (seen.look == looks) {
                continue;
            }
            entries.remove();
            if (seen.isTold) {
                record.closed(
                        nowNs,
                        seen.owner,
                        seen.ends,
                        entry.getKey(),
                        seen.family,
                        seen.received,
                        seen.sent,
                        nowNs - seen.sinceNs,
                        IncompleteBits.BYTES_UNKNOWN);
            }
        }
    }
}
