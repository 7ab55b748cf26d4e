package io.vedette.core.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/// Where to listen: `HOST:PORT`, `[HOST]:PORT` or `unix:PATH`.
public sealed interface ListenAddress {

    /// For the network.
    record Tcp(String host, int port) implements ListenAddress {}

    /// For processes that see the file.
    record Unix(Path path) implements ListenAddress {}

    /// @throws IllegalArgumentException with one line about the option `--http-listen`
    static ListenAddress parse(String text) {
        if (text.startsWith("unix:")) {
            String path = text.substring("unix:".length());
            if (!path.startsWith("/") || path.length() > 100) {
                throw new IllegalArgumentException(
                        "--http-listen: after unix: there must be an absolute path of 100 characters at most, not \""
                                + path + "\"");
            }
            return new Unix(Path.of(path));
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 1 ? "" : text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        int port = colon < 1 ? -1 : port(text.substring(colon + 1));
        if (host.isEmpty() || port < 0) {
            throw new IllegalArgumentException(
                    "--http-listen must be HOST:PORT with a port up to 65535, or unix:PATH, not \"" + text + "\"");
        }
        return new Tcp(host, port);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port > 65535 ? -1 : port;
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    default SocketAddress socketAddress() {
        return switch (this) {
            case Tcp tcp -> new InetSocketAddress(tcp.host(), tcp.port());
            case Unix unix -> UnixDomainSocketAddress.of(unix.path());
        };
    }
}
