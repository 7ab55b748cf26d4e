package io.vedette.core.sensor.packet;

import io.vedette.core.event.Kinds;
import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.sockets.Endpoints;
import io.vedette.core.sensor.sockets.SocketDiag;
import io.vedette.core.sensor.sockets.SocketOwners;
import io.vedette.core.sensor.sockets.SocketRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/// Datagrams: the first one to each peer, and messages of DNS.
///
/// Whose a flow is, is asked for when something is sent and was not for a while, since its port may be another
/// process's by then. What comes in is told as the flow's. The flows that were used last are remembered; a peer that
/// was forgotten is told again. One thread.
final class UdpTracker {

    private static final int MAX_FLOWS = 4096;
    private static final long TRUSTED_NS = 200_000_000;
    private static final long ANSWERED_WITHIN_NS = 10_000_000_000L;
    private static final int DNS_PORT = 53;

    private final SocketDiag sockets;
    private final SocketOwners owners;
    private final SocketRecord record;
    private final Endpoints key = new Endpoints();
    private final Map<Endpoints, Flow> flows = new LinkedHashMap<>(MAX_FLOWS, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoints, Flow> eldest) {
            return size() > MAX_FLOWS;
        }
    };

    private static final class Flow {
        private final Endpoints ends;
        private Owner owner = Owner.UNKNOWN;
        private long inode;
        private int family;
        private long askedNs;
        private boolean isTold;

        private Flow(Endpoints ends) {
            this.ends = ends;
            family = ends.family;
        }
    }

    UdpTracker(SocketDiag sockets, SocketOwners owners, SocketRecord record) {
        this.sockets = sockets;
        this.owners = owners;
        this.record = record;
    }

    /// @param sentHere whether the sender is in this network namespace
    /// @param receivedHere whether the receiver is
    void onDatagram(PacketView packet, boolean sentHere, boolean receivedHere, long timeNs) {
        Endpoints sender = packet.sender();
        boolean isDns = sender.localPort == DNS_PORT || sender.remotePort == DNS_PORT;
        if (sentHere) {
            Flow flow = flow(key.set(sender), TRUSTED_NS, timeNs);
            if (!flow.isTold && !owners.isAgent(flow.owner)) {
                record.connection(Kinds.SEND, timeNs, flow.owner, flow.ends, flow.inode, flow.family, 0, 0);
            }
            flow.isTold = true;
            if (isDns) {
                tellDns(packet, flow, DnsSegments.SENT, timeNs);
            }
        }
        if (receivedHere && isDns) {
            Flow flow = flow(key.setReversed(sender), ANSWERED_WITHIN_NS, timeNs);
            // Else nobody has it: the port is closed.
            if (flow.isTold || flow.inode != 0) {
                tellDns(packet, flow, DnsSegments.RECEIVED, timeNs);
            }
        }
    }

    private Flow flow(Endpoints ends, long trustedNs, long timeNs) {
        Flow flow = flows.get(ends);
        if (flow == null) {
            flow = new Flow(ends.copy());
            flows.put(flow.ends, flow);
        } else if (flow.owner.isKnown() && timeNs - flow.askedNs < trustedNs) {
            return flow;
        }
        flow.askedNs = timeNs;
        if (sockets.find(flow.ends)) {
            SocketDiag.Found found = sockets.found();
            flow.isTold &= found.inode == flow.inode;
            flow.inode = found.inode;
            flow.family = found.family;
            flow.owner = owners.of(found, flow.owner.tgid());
        } else if (trustedNs == TRUSTED_NS) {
            flow.owner = Owner.UNKNOWN;
        }
        return flow;
    }

    private void tellDns(PacketView packet, Flow flow, int direction, long timeNs) {
        if (packet.payloadWhole() >= DnsSegments.LEAST && !owners.isAgent(flow.owner)) {
            record.dns(
                    timeNs,
                    flow.owner,
                    flow.ends,
                    flow.inode,
                    direction,
                    packet.buffer(),
                    packet.payloadOffset(),
                    packet.payloadLength(),
                    packet.payloadWhole());
        }
    }
}
