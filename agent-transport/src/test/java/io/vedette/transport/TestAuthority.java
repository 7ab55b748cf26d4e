package io.vedette.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate authority of a test, made with the JDK's keytool.
public final class TestAuthority {

    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final Path store;
    private int issued;

    /// A certificate and its key, as PEM files.
    public record Issued(Path certificate, Path key) {

        /// Puts these in the place of others, each at once.
        public void replace(Issued others) throws IOException {
            move(key, others.key);
            move(certificate, others.certificate);
        }

        private static void move(Path from, Path to) throws IOException {
            Path copy = to.resolveSibling("new.pem");
            Files.copy(from, copy);
            Files.move(
                    copy,
                    to,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    public TestAuthority(Path parent, String name) throws Exception {
        directory = Files.createDirectory(parent.resolve(name));
        store = directory.resolve("store.p12");
        keytool("-alias", "ca", "-dname", "CN=" + name, "-ext", "BC=ca:true", "-validity", "30");
        Files.writeString(
                certificate(), pem("CERTIFICATE", load().getCertificate("ca").getEncoded()));
    }

    public Path certificate() {
        return directory.resolve("ca.pem");
    }

    /// A certificate that is valid for a month.
    ///
    /// @param names as keytool has them: `dns:localhost,ip:127.0.0.1`
    public Issued issue(String names) throws Exception {
        return issue(names, "-0d", 30);
    }

    /// A certificate for `localhost` that expired a day ago.
    public Issued expired() throws Exception {
        return issue("dns:localhost", "-10d", 9);
    }

    private Issued issue(String names, String start, int days) throws Exception {
        String alias = "a" + issued++;
        keytool(
                "-alias",
                alias,
                "-signer",
                "ca",
                "-dname",
                "CN=" + alias,
                "-ext",
                "SAN=" + names,
                "-startdate",
                start,
                "-validity",
                String.valueOf(days));
        KeyStore keys = load();
        StringBuilder chain = new StringBuilder();
        for (Certificate one : keys.getCertificateChain(alias)) {
            chain.append(pem("CERTIFICATE", one.getEncoded()));
        }
        Path certificate = Files.writeString(directory.resolve(alias + ".pem"), chain);
        byte[] key = keys.getKey(alias, PASSWORD.toCharArray()).getEncoded();
        return new Issued(certificate, Files.writeString(directory.resolve(alias + ".key"), pem("PRIVATE KEY", key)));
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(arguments));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }

    private static String pem(String what, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }
}
