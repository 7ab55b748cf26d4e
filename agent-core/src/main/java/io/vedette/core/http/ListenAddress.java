package io.vedette.core.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/// Where to listen: `HOST:PORT`, `[HOST]:PORT` or `unix:PATH`.
public sealed interface ListenAddress {

    /// The option that gave it.
    String option();

    /// For the network.
    record Tcp(String option, String host, int port) implements ListenAddress {}

    /// For processes that see the file.
    record Unix(String option, Path path) implements ListenAddress {}

    /// @param option as `--http-listen`, for what is said of it
    /// @throws IllegalArgumentException with one line about the option
    static ListenAddress parse(String option, String text) {
        if (text.startsWith("unix:")) {
            String path = text.substring("unix:".length());
            if (!path.startsWith("/") || path.length() > 100) {
                throw new IllegalArgumentException(
                        option + ": after unix: there must be an absolute path of 100 characters at most, not \"" + path
                                + "\"");
            }
            return new Unix(option, Path.of(path));
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 1 ? "" : text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        int port = colon < 1 ? -1 : port(text.substring(colon + 1));
        if (host.isEmpty() || port < 0) {
            throw new IllegalArgumentException(
                    option + " must be HOST:PORT with a port up to 65535, or unix:PATH, not \"" + text + "\"");
        }
        return new Tcp(option, host, port);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port > 65535 ? -1 : port;
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    /// As it was given.
    default String text() {
        return switch (this) {
            case Tcp tcp -> tcp.host() + ":" + tcp.port();
            case Unix unix -> "unix:" + unix.path();
        };
    }

    default SocketAddress socketAddress() {
        return switch (this) {
            case Tcp tcp -> new InetSocketAddress(tcp.host(), tcp.port());
            case Unix unix -> UnixDomainSocketAddress.of(unix.path());
        };
    }
}
