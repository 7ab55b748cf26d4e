package io.vedette.transport.stream;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A proxy that tunnels by HTTP CONNECT. Its text never shows the password.
///
/// @param host name or address; an IPv6 address without brackets
public record HttpProxy(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {

    private static final String FORM = "; expected http://[user:password@]host:port";

    /// Reads a proxy as an operator writes it.
    ///
    /// @param where the option or variable that it is from
    /// @throws IllegalArgumentException with one line that says what is wrong, and does not quote the text: it may
    ///     hold a password
    public static HttpProxy parse(String where, String text) {
        String stripped = text.strip();
        URI uri;
        try {
            uri = new URI(stripped.contains("://") ? stripped : "http://" + stripped);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    where + " is not a URL (special characters in a password are written as %40 and so on)" + FORM);
        }
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException(
                    where + " has the scheme " + uri.getScheme() + "; only HTTP proxies are spoken to" + FORM);
        }
        String host = uri.getHost();
        int port = uri.getPort();
        if (host == null || port < 1 || port > 65535) {
            throw new IllegalArgumentException(where + " has no valid " + (host == null ? "host" : "port") + FORM);
        }
        if (uri.getRawPath().length() > 1 || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(where + " has more than host and port" + FORM);
        }
        String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String info = uri.getRawUserInfo();
        if (info == null) {
            return new HttpProxy(plain, port, null, null);
        }
        int colon = info.indexOf(':');
        return new HttpProxy(
                plain,
                port,
                decode(colon < 0 ? info : info.substring(0, colon)),
                decode(colon < 0 ? "" : info.substring(colon + 1)));
    }

    /// In a URL a plus is a plus.
    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "http://" + (user == null ? "" : "***@") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
