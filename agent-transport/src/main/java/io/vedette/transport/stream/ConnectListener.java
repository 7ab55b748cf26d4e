package io.vedette.transport.stream;

/// Told of each connection before its first packet is sent, on the network's thread, which must not have to wait.
@FunctionalInterface
public interface ConnectListener {

    ConnectListener NONE = (localPort, remotePort) -> {};

    void onConnect(int localPort, int remotePort);
}
