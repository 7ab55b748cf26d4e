package io.vedette.transport.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Java's own judgement of certificates; what it refuses is looked at once more, for a sentence that says what is
/// wrong with it.
final class ExplainedTrust extends X509ExtendedTrustManager {

    private static final int DNS = 2;
    private static final int ADDRESS = 7;
    private static final int MAX_NAMES = 5;

    private final X509ExtendedTrustManager trust;
    private final Clock clock;

    ExplainedTrust(X509ExtendedTrustManager trust, Clock clock) {
        this.trust = trust;
        this.clock = clock;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        try {
            trust.checkServerTrusted(chain, type, engine);
        } catch (CertificateException refused) {
            throw new TlsRefusal(reason(chain, refused, () -> trust.checkServerTrusted(chain, type)), refused);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        try {
            trust.checkClientTrusted(chain, type, engine);
        } catch (CertificateException refused) {
            throw new TlsRefusal(reason(chain, refused, () -> trust.checkClientTrusted(chain, type)), refused);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        trust.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        trust.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        trust.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        trust.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }

    /// The same check without the name.
    private interface Nameless {
        void check() throws CertificateException;
    }

    private String reason(X509Certificate[] chain, CertificateException refused, Nameless nameless) {
        Instant now = clock.instant();
        for (X509Certificate one : chain) {
            String whose = one.equals(chain[0]) ? "a certificate" : "a certificate in its chain";
            if (one.getNotAfter().toInstant().isBefore(now)) {
                return "has " + whose + " that expired at " + one.getNotAfter().toInstant();
            }
            if (one.getNotBefore().toInstant().isAfter(now)) {
                return "has " + whose + " that is valid only from "
                        + one.getNotBefore().toInstant() + " (is a clock wrong?)";
            }
        }
        try {
            nameless.check();
            return "has a certificate for other names: " + names(chain[0]);
        } catch (CertificateException alsoRefused) {
            String issuer = chain[chain.length - 1].getIssuerX500Principal().getName();
            boolean isUnknown =
                    String.valueOf(alsoRefused.getMessage()).contains("unable to find valid certification path")
                            || String.valueOf(alsoRefused.getMessage()).contains("Path does not chain");
            return isUnknown
                    ? "has a certificate of an authority that is not trusted: " + issuer
                    : "has a certificate that is not accepted: " + refused.getMessage();
        }
    }

    private static String names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> one : all == null ? List.<List<?>>of() : all) {
                if (one.get(0) instanceof Integer kind && (kind == DNS || kind == ADDRESS)) {
                    names.add(String.valueOf(one.get(1)));
                }
            }
        } catch (CertificateParsingException unreadable) {
            return "none that can be read";
        }
        if (names.isEmpty()) {
            return "it has none at all (subjectAltName), only "
                    + certificate.getSubjectX500Principal().getName();
        }
        int more = names.size() - MAX_NAMES;
        return String.join(", ", names.subList(0, Math.min(names.size(), MAX_NAMES)))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
