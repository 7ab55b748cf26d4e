package io.vedette.core.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An authority and the certificates that it gives, made with openssl(1).
public record Certificates(Path directory) {

    /// Whom all of its certificates are for.
    public static final String NAME = "endpoint.test";

    private static final String KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";

    /// @param directory that is made
    public static Certificates make(Path directory) throws IOException, InterruptedException {
        Files.createDirectory(directory);
        Shell.run(
                "cd \"$1\"; openssl req -x509 " + KEY + " -keyout ca.key -out ca.pem -subj \"/CN=$2\" -days 30",
                "" + directory,
                "" + directory.getFileName());
        return new Certificates(directory);
    }

    public Path authority() {
        return directory.resolve("ca.pem");
    }

    /// A certificate and its key: `NAME.pem`, `NAME.key`.
    ///
    /// @param days it is valid from now on; negative when it has expired
    public void issue(String name, int days) throws IOException, InterruptedException {
        Shell.run("""
                cd "$1"
                openssl req %s -keyout "$2.key" -out "$2.csr" -subj "/CN=$2"
                echo "subjectAltName=DNS:$4" >"$2.ext"
                openssl x509 -req -in "$2.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -extfile "$2.ext" -days "$3" -out "$2.pem"
                """.formatted(KEY), "" + directory, name, "" + days, NAME);
    }

    public Path certificate(String name) {
        return directory.resolve(name + ".pem");
    }

    public Path key(String name) {
        return directory.resolve(name + ".key");
    }
}
