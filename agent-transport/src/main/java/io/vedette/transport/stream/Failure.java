package io.vedette.transport.stream;

import io.grpc.Status;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Words for what ended a stream or kept it from coming about, on one line, with what to do where that is known.
final class Failure {

    private static final int MAX_LENGTH = 400;

    /// gRPC, of a connection that ended without a word.
    private static final String CLOSED = "Network closed for unknown reason";

    private Failure() {}

    /// @param hasCertificate whether the agent shows a certificate
    /// @param worked whether anything was acknowledged on the stream
    static String sentence(Route route, Status status, boolean hasCertificate, boolean worked) {
        Throwable cause = status.getCause();
        String description = String.valueOf(status.getDescription());
        Optional<String> known = TlsFailure.words(route.endpoint(), cause, description, hasCertificate);
        if (known.isEmpty()) {
            known = ProxyFailure.words(route.proxy(), cause);
        }
        if (known.isEmpty()) {
            known = network(cause);
        }
        if (known.isEmpty() && !worked && description.contains(CLOSED)) {
            known = Optional.of("closed the connection before it had answered"
                    + (route.endpoint().tls() ? "" : "; if it speaks TLS, write it as https://"));
        }
        return oneLine(known.map(words -> route + " " + words).orElseGet(() -> asIs(route, status)));
    }

    private static Optional<String> network(@Nullable Throwable cause) {
        if (has(cause, UnknownHostException.class)) {
            return Optional.of("has a name that can't be resolved; check the name and this container's DNS");
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            String text = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
            if (at instanceof ConnectException) {
                if (text.contains("refused")) {
                    return Optional.of("refuses connections; is it running, and is the port right?");
                }
                if (text.contains("timed out")) {
                    return Optional.of(
                            "does not answer (connection timed out); check routes, security groups, firewalls");
                }
                if (text.contains("unreachable")) {
                    return Optional.of("can't be reached: no route to it from here");
                }
            }
        }
        return Optional.empty();
    }

    private static String asIs(Route route, Status status) {
        StringBuilder words = new StringBuilder(route.toString());
        words.append(" ended the stream: ").append(status.getCode());
        if (status.getDescription() != null) {
            words.append(", ").append(status.getDescription());
        }
        Throwable cause = status.getCause();
        if (cause != null && cause.getMessage() != null) {
            words.append(", ").append(cause.getMessage());
        }
        return words.toString();
    }

    static boolean has(@Nullable Throwable fault, Class<? extends Throwable> type) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
