package io.vedette.transport.tls;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/// Why the other side's certificate is not trusted, in one sentence without a subject: `has a certificate …`.
public final class TlsRefusal extends CertificateException {

    TlsRefusal(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /// The refusal behind a failed handshake, or null.
    public static @Nullable String in(@Nullable Throwable fault) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            if (at instanceof TlsRefusal refusal) {
                return refusal.getMessage();
            }
        }
        return null;
    }
}
