package io.vedette.transport.stream;

import io.netty.handler.proxy.ProxyConnectException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a failed tunnel means.
final class ProxyFailure {

    private static final Pattern STATUS = Pattern.compile("status: (\\d{3})");
    private static final String AUTHENTICATION = "407";

    private ProxyFailure() {}

    /// A proxy whose name can't be resolved.
    static final class Unresolved extends IOException {
        Unresolved(HttpProxy proxy) {
            super("the name of proxy " + proxy + " can't be resolved");
        }
    }

    static Optional<String> words(@Nullable HttpProxy proxy, @Nullable Throwable cause) {
        if (proxy == null) {
            return Optional.empty();
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof Unresolved) {
                return Optional.of("can't be tried: the proxy's name can't be resolved");
            }
            String text = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
            if (at instanceof ProxyConnectException) {
                Matcher status = STATUS.matcher(text);
                if (status.find()) {
                    return Optional.of(refused(proxy, status.group(1)));
                }
                if (text.contains("timeout")) {
                    return Optional.of("can't be reached: the proxy did not answer");
                }
            }
            if (at instanceof ConnectException) {
                return Optional.of("can't be reached: the proxy "
                        + (text.contains("refused")
                                ? "refuses connections"
                                : "does not answer; check its address and the routes to it"));
            }
        }
        return Failure.has(cause, ProxyConnectException.class)
                ? Optional.of("can't be reached: the proxy ended the connection without an answer")
                : Optional.empty();
    }

    private static String refused(HttpProxy proxy, String status) {
        if (!status.equals(AUTHENTICATION)) {
            return "can't be reached: the proxy refused the tunnel with status " + status
                    + "; does it allow CONNECT to this host and port?";
        }
        return "can't be reached: the proxy "
                + (proxy.user() == null
                        ? "demands a user and password (407): http://user:password@host:port"
                        : "does not accept the user and password that were given (407)");
    }
}
