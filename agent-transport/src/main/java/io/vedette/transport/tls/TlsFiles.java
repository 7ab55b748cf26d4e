package io.vedette.transport.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The PEM files of one side of TLS, each of which may be replaced at any time.
///
/// @param authorities whom to trust; null for those of the system (or, on an endpoint, for nobody)
/// @param certificate what this side shows, its chain after it; null for nothing
/// @param key of the certificate, PKCS#8 without a passphrase; null without a certificate
public record TlsFiles(
        @Nullable Path authorities,
        @Nullable Path certificate,
        @Nullable Path key) {

    private static final long MAX_BYTES = 4 << 20;

    /// The system's authorities, no certificate of one's own.
    public static final TlsFiles NONE = new TlsFiles(null, null, null);

    public TlsFiles {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("TLS needs both a certificate and its key, or neither");
        }
    }

    /// The files' text at one moment.
    record Contents(
            @Nullable String authorities,
            @Nullable String certificate,
            @Nullable String key) {

        /// Shows no key.
        @Override
        public String toString() {
            return "contents of PEM files";
        }
    }

    /// What was made of them.
    record Material(
            @Nullable List<X509Certificate> authorities,
            @Nullable List<X509Certificate> chain,
            @Nullable PrivateKey key) {}

    Contents read() throws TlsException {
        return new Contents(read("authorities' file", authorities), read("certificate", certificate), read("key", key));
    }

    /// @throws TlsException a file is no PEM, expired, encrypted, or of another pair
    Material parse(Contents contents, Clock clock) throws TlsException {
        List<X509Certificate> trusted = authorities == null || contents.authorities == null
                ? null
                : PemReader.certificates("authorities' file", authorities, contents.authorities);
        if (certificate == null || key == null || contents.certificate == null || contents.key == null) {
            return new Material(trusted, null, null);
        }
        List<X509Certificate> chain = PemReader.certificates("certificate", certificate, contents.certificate);
        X509Certificate own = chain.getFirst();
        if (own.getNotAfter().toInstant().isBefore(clock.instant())) {
            throw new TlsException("certificate " + certificate + " expired at "
                    + own.getNotAfter().toInstant() + "; put a new one there");
        }
        if (own.getNotBefore().toInstant().isAfter(clock.instant())) {
            throw new TlsException("certificate " + certificate + " is valid only from "
                    + own.getNotBefore().toInstant() + "; check it and this machine's clock");
        }
        PrivateKey privateKey = PemReader.key(key, contents.key, own.getPublicKey());
        if (!PemReader.fit(privateKey, own.getPublicKey())) {
            throw new TlsException(
                    "key " + key + " doesn't belong to certificate " + certificate + "; give both from the same pair");
        }
        return new Material(trusted, chain, privateKey);
    }

    private static @Nullable String read(String what, @Nullable Path file) throws TlsException {
        if (file == null) {
            return null;
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new TlsException(what + " " + file + " is larger than 4 MiB, so it is no PEM file of ours");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw new TlsException(what + " " + file + " does not exist; check the path and what is mounted there");
        } catch (AccessDeniedException denied) {
            throw new TlsException(what + " " + file + " can't be read: permission denied");
        } catch (TlsException told) {
            throw told;
        } catch (IOException unreadable) {
            throw new TlsException(what + " " + file + " can't be read: " + unreadable.getMessage());
        }
    }
}
