package io.vedette.core.main;

import io.vedette.core.chaos.Certificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Somebody who asks over HTTPS, and checks whom.
final class TlsClient {

    private static final char[] PASSWORD = new char[0];

    private final SSLContext context;
    private final int port;

    /// @param own name of the certificate to show
    TlsClient(Certificates certificates, Optional<String> own, int port) throws IOException, GeneralSecurityException {
        this.port = port;
        KeyStore trusted = emptyStore();
        trusted.setCertificateEntry("ca", certificate(certificates.authority()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        KeyStore ownKeys = emptyStore();
        if (own.isPresent()) {
            byte[] key = Base64.getMimeDecoder()
                    .decode(Files.readString(certificates.key(own.get())).replaceAll("-----[A-Z ]*-----", ""));
            ownKeys.setKeyEntry(
                    "own",
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                    PASSWORD,
                    new Certificate[] {certificate(certificates.certificate(own.get()))});
        }
        keys.init(ownKeys, PASSWORD);
        context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    static X509Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /// A connection whose certificate is in order, by the name too.
    ///
    /// @param protocols as `TLSv1.2`
    SSLSocket connect(String... protocols) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, Certificates.NAME, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        parameters.setProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    String get(String path) throws IOException {
        return ask("GET", path, new byte[0]);
    }

    String post(String path, byte[] body) throws IOException {
        return ask("POST", path, body);
    }

    private String ask(String method, String path, byte[] body) throws IOException {
        try (SSLSocket socket = connect("TLSv1.3", "TLSv1.2")) {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            String head = method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
            request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(body);
            socket.getOutputStream().write(request.toByteArray());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
