package io.vedette.transport.stream;

import java.net.URI;
import java.net.URISyntaxException;

/// Where batches go: `https://host[:port]` with TLS (port 443 unless given), or `http://host:port` in plain
/// text.
///
/// @param host name or address; an IPv6 address without brackets
/// @param tls whether the connection is encrypted
public record Endpoint(String host, int port, boolean tls) {

    private static final String FORM = "; expected https://host[:port], or http://host:port for plain text";

    /// Reads an endpoint as an operator writes it.
    ///
    /// @throws IllegalArgumentException with one line that says what is wrong
    public static Endpoint parse(String text) {
        // What may be a password is not repeated.
        String shown = text.replaceAll("//[^/]*@", "//***@");
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint \"" + shown + "\" is not a URL" + FORM);
        }
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        if (!tls && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("endpoint \"" + shown + "\" has no scheme that is known" + FORM);
        }
        String host = uri.getHost();
        if (host == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("endpoint \"" + shown + "\" has no plain host name" + FORM);
        }
        boolean hasPath = uri.getRawPath() != null && uri.getRawPath().length() > 1;
        if (hasPath || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("endpoint \"" + shown + "\" has more than host and port" + FORM);
        }
        int port = uri.getPort() < 0 && tls ? 443 : uri.getPort();
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("endpoint \"" + shown + "\" has no valid port" + FORM);
        }
        return new Endpoint(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port, tls);
    }

    /// Host and port as they stand in a URL.
    public String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority();
    }
}
