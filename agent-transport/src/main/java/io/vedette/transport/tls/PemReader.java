package io.vedette.transport.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys out of PEM files, with a sentence for each way in which these can be wrong.
final class PemReader {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END [A-Z ]*PRIVATE KEY-----");
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    private PemReader() {}

    static List<X509Certificate> certificates(String what, Path file, String text) throws TlsException {
        List<X509Certificate> found = new ArrayList<>();
        Matcher blocks = CERTIFICATE.matcher(text);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (blocks.find()) {
                Certificate one = factory.generateCertificate(
                        new ByteArrayInputStream(blocks.group().getBytes(StandardCharsets.ISO_8859_1)));
                found.add((X509Certificate) one);
            }
        } catch (CertificateException broken) {
            throw new TlsException(
                    what + " " + file + " is damaged: certificate " + (found.size() + 1) + " in it can't be read");
        }
        if (found.isEmpty()) {
            throw new TlsException(what + " " + file + " has no certificate in it; it must be PEM, with a line"
                    + " -----BEGIN CERTIFICATE-----");
        }
        return found;
    }

    static PrivateKey key(Path file, String text, PublicKey of) throws TlsException {
        Matcher block = KEY.matcher(text);
        if (!block.find()) {
            throw new TlsException("key " + file + " has no private key in it; it must be PEM, with a line"
                    + " -----BEGIN PRIVATE KEY-----");
        }
        String form = block.group(1).strip();
        if (form.equals("ENCRYPTED") || text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new TlsException("key " + file + " is encrypted with a passphrase, which can't be asked for; write it"
                    + " without one: openssl pkey -in " + file + " -out NEW");
        }
        if (!form.isEmpty()) {
            throw new TlsException("key " + file + " has the old form \"" + form + " PRIVATE KEY\"; write it as PKCS#8:"
                    + " openssl pkcs8 -topk8 -nodes -in " + file + " -out NEW");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            return KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException | IllegalArgumentException wrong) {
            throw new TlsException("key " + file + " is damaged, or no " + of.getAlgorithm()
                    + " key as its certificate demands; give both from the same pair");
        } catch (GeneralSecurityException unknown) {
            throw new TlsException("key " + file + " can't be used: Java knows no " + of.getAlgorithm() + " keys");
        }
    }

    /// Whether both are of the same pair, found out by a signature.
    static boolean fit(PrivateKey key, PublicKey publicKey) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] text = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(text);
            return signature.verify(signed);
        } catch (SignatureException differ) {
            return false;
        } catch (GeneralSecurityException notForSigning) {
            return false;
        }
    }
}
