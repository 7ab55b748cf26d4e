package io.vedette.transport.stream;

import io.netty.channel.epoll.Epoll;
import io.vedette.transport.compress.Encoding;
import io.vedette.transport.tls.Engine;

/// Which of the native parts work on this machine. What does not is done without: slower, the same otherwise.
///
/// @param epoll whether Netty's own sockets are used; else Java's
/// @param engine who does TLS
/// @param zstd whether batches can be compressed with zstd; else gzip at best
public record NetworkStack(boolean epoll, Engine engine, boolean zstd) {

    public static NetworkStack ofThisMachine() {
        return new NetworkStack(Epoll.isAvailable(), Engine.best(), Encoding.ZSTD.isAvailable());
    }

    /// To look for the best engine loads some hundred classes and a library: who talks in plain text needs none.
    public static NetworkStack ofThisMachine(boolean usesTls) {
        return usesTls
                ? ofThisMachine()
                : new NetworkStack(Epoll.isAvailable(), Engine.JDK, Encoding.ZSTD.isAvailable());
    }

    /// For people: `epoll, BoringSSL, zstd`.
    @Override
    public String toString() {
        return (epoll ? "epoll" : "sockets of Java") + ", " + engine + ", " + (zstd ? "zstd" : "gzip (no zstd)");
    }
}
