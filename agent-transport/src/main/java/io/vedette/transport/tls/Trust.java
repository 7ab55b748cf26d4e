package io.vedette.transport.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whom one side trusts.
final class Trust {

    /// Where Debian and its kin keep what the machine's owner trusts, authorities of a company among them.
    private static final Path SYSTEM = Path.of("/etc/ssl/certs/ca-certificates.crt");

    private Trust() {}

    static X509ExtendedTrustManager of(List<X509Certificate> authorities) throws TlsException {
        try {
            return manager(store(authorities));
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("authorities can't be used: " + e.getMessage());
        }
    }

    /// Those that come with Java, and those of the machine.
    static X509ExtendedTrustManager ofTheSystem() throws TlsException {
        try {
            X509ExtendedTrustManager java = manager(null);
            if (!Files.isReadable(SYSTEM)) {
                return java;
            }
            KeyStore all = store(List.of(java.getAcceptedIssuers()));
            int number = 0;
            for (X509Certificate one :
                    PemReader.certificates("", SYSTEM, Files.readString(SYSTEM, StandardCharsets.ISO_8859_1))) {
                all.setCertificateEntry("system-" + number++, one);
            }
            return manager(all);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("the system's authorities can't be read: " + e.getMessage());
        }
    }

    private static KeyStore store(List<X509Certificate> certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (X509Certificate one : certificates) {
            store.setCertificateEntry("authority-" + number++, one);
        }
        return store;
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("Java has no PKIX trust manager");
    }
}
