package io.vedette.core.sensor.sockets;

import io.vedette.core.ffi.SocketCalls;
import java.util.Arrays;

/// Both ends of a flow as one key: a local and a remote address, and the protocol.
///
/// Addresses are 16 bytes in network order; an IPv4 address is in the first 4, the rest 0. May be changed until it is
/// in a map. One thread.
public final class Endpoints {

    public static final int IP_BYTES = 16;
    public static final int TCP = 6;
    public static final int UDP = 17;

    private static final int PRIME = 31;
    private static final byte V4_MAPPED = (byte) 0xFF;
    private static final int MAPPED_FROM = 10;
    private static final int MAPPED_ADDRESS = 12;

    public final byte[] localIp = new byte[IP_BYTES];
    public final byte[] remoteIp = new byte[IP_BYTES];
    public int family;
    public int protocol;
    public int localPort;
    public int remotePort;

    public Endpoints set(Endpoints other) {
        System.arraycopy(other.localIp, 0, localIp, 0, IP_BYTES);
        System.arraycopy(other.remoteIp, 0, remoteIp, 0, IP_BYTES);
        family = other.family;
        protocol = other.protocol;
        localPort = other.localPort;
        remotePort = other.remotePort;
        return this;
    }

    /// The same flow as its other end has it.
    public Endpoints setReversed(Endpoints other) {
        System.arraycopy(other.remoteIp, 0, localIp, 0, IP_BYTES);
        System.arraycopy(other.localIp, 0, remoteIp, 0, IP_BYTES);
        family = other.family;
        protocol = other.protocol;
        localPort = other.remotePort;
        remotePort = other.localPort;
        return this;
    }

    public Endpoints copy() {
        return new Endpoints().set(this);
    }

    void clearRemote() {
        Arrays.fill(remoteIp, (byte) 0);
        remotePort = 0;
    }

    /// An IPv4 address in an IPv6 socket stands as IPv4, as packets have it.
    void unmap() {
        if (isMapped(localIp) && (isMapped(remoteIp) || isZero(remoteIp))) {
            unmap(localIp);
            unmap(remoteIp);
            family = SocketCalls.AF_INET;
        }
    }

    private static boolean isMapped(byte[] ip) {
        for (int i = 0; i < MAPPED_FROM; i++) {
            if (ip[i] != 0) {
                return false;
            }
        }
        return ip[MAPPED_FROM] == V4_MAPPED && ip[MAPPED_FROM + 1] == V4_MAPPED;
    }

    static boolean isZero(byte[] ip) {
        for (byte b : ip) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static void unmap(byte[] ip) {
        System.arraycopy(ip, MAPPED_ADDRESS, ip, 0, IP_BYTES - MAPPED_ADDRESS);
        Arrays.fill(ip, IP_BYTES - MAPPED_ADDRESS, IP_BYTES, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoints that
                && localPort == that.localPort
                && remotePort == that.remotePort
                && protocol == that.protocol
                && family == that.family
                && Arrays.equals(localIp, that.localIp)
                && Arrays.equals(remoteIp, that.remoteIp);
    }

    @Override
    public int hashCode() {
        int hash = (localPort * PRIME + remotePort) * PRIME + protocol;
        return (hash * PRIME + Arrays.hashCode(localIp)) * PRIME + Arrays.hashCode(remoteIp);
    }
}
