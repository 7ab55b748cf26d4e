package io.vedette.core.sensor.packet;

/// What a [PacketRing] is for. Datagrams have a ring of their own, so that a flood of them takes no room from
/// connections and DNS, and what finds no room there is known to be a datagram.
enum Packets {
    /// What begins and ends TCP connections, and DNS, whose messages are taken whole.
    CONNECTIONS(2048, 1024),

    /// The first bytes of datagrams that go out and are no DNS.
    DATAGRAMS(256, 1024);

    private final int frameBytes;
    private final int frames;

    Packets(int frameBytes, int frames) {
        this.frameBytes = frameBytes;
        this.frames = frames;
    }

    /// Of one packet, with what the kernel says of it.
    int frameBytes() {
        return frameBytes;
    }

    int frames() {
        return frames;
    }

    int ringBytes() {
        return frameBytes * frames;
    }
}
