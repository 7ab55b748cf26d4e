import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// Makes a certificate of `localhost` that signs itself and is good for a day, and its key, for an endpoint on this
/// machine. It asks the JDK's keytool, which keeps keys in a form that endpoints don't read.
///
///     java MakeCertificate.java CERTIFICATE.pem KEY.pem
final class MakeCertificate {

    private static final String NAME = "endpoint";
    private static final String PASSWORD = "changeit";

    private MakeCertificate() {}

    public static void main(String[] args) throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("certificate");
        Path store = folder.resolve("keys.p12");
        try {
            makeKey(store);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream stored = Files.newInputStream(store)) {
                keys.load(stored, PASSWORD.toCharArray());
            }
            write(Path.of(args[0]), "CERTIFICATE", keys.getCertificate(NAME).getEncoded());
            write(Path.of(args[1]), "PRIVATE KEY", keys.getKey(NAME, PASSWORD.toCharArray()).getEncoded());
        } finally {
            Files.deleteIfExists(store);
            Files.delete(folder);
        }
    }

    private static void makeKey(Path store) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", NAME, "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "1",
                        "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storetype", "PKCS12",
                        "-keystore", store.toString(), "-storepass", PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool ended with " + keytool.exitValue() + ": " + said);
        }
    }

    private static void write(Path file, String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }
}
