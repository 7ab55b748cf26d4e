package io.vedette.transport.stream;

import io.netty.handler.ssl.NotSslRecordException;
import io.vedette.transport.tls.TlsRefusal;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What a failed handshake means. The JDK and BoringSSL name the alerts of TLS (RFC 8446, section 6) differently;
/// both are looked for.
final class TlsFailure {

    /// The record header of an alert or a handshake message: what a TLS port answers to plain text.
    private static final String[] TLS_RECORDS = {"150301", "150302", "150303", "160301", "160303"};

    private TlsFailure() {}

    static Optional<String> words(
            Endpoint endpoint, @Nullable Throwable cause, String description, boolean hasCertificate) {
        String refusal = TlsRefusal.in(cause);
        if (refusal != null) {
            return Optional.of(refusal + remedy(refusal));
        }
        StringBuilder all = new StringBuilder(description);
        for (Throwable at = cause; at != null; at = at.getCause()) {
            all.append(' ').append(at.getMessage());
        }
        String text = all.toString().toLowerCase(Locale.ROOT);
        if (!endpoint.tls()) {
            return isTlsRecord(text)
                    ? Optional.of("speaks TLS and was spoken to in plain text; write it as https://")
                    : Optional.empty();
        }
        if (Failure.has(cause, NotSslRecordException.class) || text.contains("wrong_version_number")) {
            return Optional.of("does not speak TLS; if it is meant to be plain text, write it as http://");
        }
        if (text.contains("alpn")) {
            return Optional.of("speaks TLS but not HTTP/2 (ALPN h2), which gRPC needs; what is in front of it must pass"
                    + " HTTP/2 on");
        }
        return Failure.has(cause, SSLException.class) ? alert(text, hasCertificate) : Optional.empty();
    }

    private static Optional<String> alert(String text, boolean hasCertificate) {
        if (text.contains("certificate_required") || (text.contains("handshake_failure") && !hasCertificate)) {
            return Optional.of(
                    hasCertificate
                            ? "demands a client certificate, and none of its authorities signed that of --client-certificate"
                            : "demands a client certificate: give --client-certificate and --client-key");
        }
        if (text.contains("alert_protocol_version") || text.contains("fatal alert: protocol_version")) {
            return Optional.of("speaks neither TLS 1.2 nor 1.3");
        }
        for (String name : new String[] {
            "unknown_ca",
            "bad_certificate",
            "certificate_expired",
            "certificate_unknown",
            "certificate_revoked",
            "access_denied",
            "unsupported_certificate",
            "decrypt_error"
        }) {
            if (text.contains("alert_" + name) || text.contains("fatal alert: " + name)) {
                return Optional.of(
                        hasCertificate
                                ? "refuses the client certificate (" + name + "); check that it is valid and of an"
                                        + " authority that the endpoint trusts"
                                : "refuses the connection (" + name + "); it may demand a client certificate:"
                                        + " --client-certificate and --client-key");
            }
        }
        return Optional.empty();
    }

    private static String remedy(String refusal) {
        if (refusal.contains("not trusted")) {
            return "; give its authority with --ca-file";
        }
        if (refusal.contains("other names")) {
            return "; use one of these, or --server-name";
        }
        return "";
    }

    private static boolean isTlsRecord(String text) {
        for (String record : TLS_RECORDS) {
            if (text.contains("first 5 bytes: " + record)) {
                return true;
            }
        }
        return false;
    }
}
