package io.vedette.bench.load;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// `vedette injector`, and who asks it about pods.
///
/// @param startMs from before its start until it said that it listens
record InjectorProcess(Process process, int port, double startMs, SSLContext trust) implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("listening on [0-9.]+:([0-9]+) ");
    private static final int PATIENCE_MS = 60_000;

    private static final byte[] REVIEW =
            request("""
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002",
            "kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},
            "namespace":"shop","operation":"CREATE","userInfo":{"username":"system:serviceaccount:kube-system:replicaset-controller",
            "groups":["system:serviceaccounts","system:authenticated"]},"object":{"kind":"Pod","apiVersion":"v1",
            "metadata":{"generateName":"web-6c9f7b6d4d-","namespace":"shop","labels":{"app":"web","pod-template-hash":"6c9f7b6d4d"},
            "annotations":{"prometheus.io/scrape":"true"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet",
            "name":"web-6c9f7b6d4d","uid":"2f1c7b0a-9e11-4a68-9d4f-5d2c1c7e6f3b","controller":true}]},
            "spec":{"volumes":[{"name":"kube-api-access-x7k2p","projected":{"sources":[{"serviceAccountToken":{"path":"token"}},
            {"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}}],"defaultMode":420}}],
            "initContainers":[%s],"containers":[%s,%s],"restartPolicy":"Always","terminationGracePeriodSeconds":30,
            "dnsPolicy":"ClusterFirst","serviceAccountName":"web","securityContext":{},"schedulerName":"default-scheduler",
            "tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],
            "priority":0,"enableServiceLinks":true},"status":{}},"oldObject":null,"dryRun":false}}
            """.formatted(container("prepare"), container("web"), container("proxy")));

    private static String container(String name) {
        return """
                {"name":"%s","image":"registry.example.com/shop/%s:4.2.1","ports":[{"containerPort":8080,"protocol":"TCP"}],
                "env":[{"name":"LOG","value":"info"},{"name":"PASSWORD","valueFrom":{"secretKeyRef":{"name":"db","key":"password"}}}],
                "resources":{"limits":{"memory":"512Mi"},"requests":{"cpu":"250m","memory":"256Mi"}},
                "volumeMounts":[{"name":"kube-api-access-x7k2p","readOnly":true,"mountPath":"/var/run/secrets/token"}],
                "terminationMessagePath":"/dev/termination-log","imagePullPolicy":"IfNotPresent"}""".formatted(name, name);
    }

    private static byte[] request(String body) {
        String head = "POST /kubernetes?timeout=2s HTTP/1.1\r\nHost: injector\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    static void makeCertificate(Path directory) throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-keyout",
                        directory.resolve("tls.key").toString(),
                        "-out",
                        directory.resolve("tls.crt").toString(),
                        "-subj",
                        "/CN=injector",
                        "-days",
                        "2")
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (openssl.waitFor() != 0) {
            throw new IOException("openssl failed: " + said);
        }
    }

    /// @param home of the built agent
    /// @param keys where the certificate is
    static InjectorProcess start(Path home, Path keys) throws IOException, InterruptedException {
        Path log = Files.createTempFile(keys, "injector", ".log");
        Path certificate = keys.resolve("tls.crt");
        long startNs = System.nanoTime();
        Process process = new ProcessBuilder(
                        home.resolve("bin/vedette").toString(),
                        "injector",
                        "--listen=127.0.0.1:0",
                        "--certificate=" + certificate,
                        "--key=" + keys.resolve("tls.key"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Matcher listening = LISTENING.matcher(Files.readString(log));
        for (int i = 0; i < PATIENCE_MS && process.isAlive() && !listening.find(); i++) {
            Thread.sleep(1);
            listening = LISTENING.matcher(Files.readString(log));
        }
        double startMs = (System.nanoTime() - startNs) / 1e6;
        if (!listening.reset().find()) {
            process.destroyForcibly();
            throw new IOException("the service does not listen: " + Files.readString(log));
        }
        return new InjectorProcess(process, Integer.parseInt(listening.group(1)), startMs, trust(certificate));
    }

    private static SSLContext trust(Path certificate) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "injector", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(unusable);
        }
    }

    double residentMiB() throws IOException {
        return Footprint.of(process.pid()).residentBytes() / (double) (1 << 20);
    }

    Connection connect() throws IOException {
        SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return new Connection(socket, new DataInputStream(socket.getInputStream()));
    }

    /// As a kubelet does before anybody else asks.
    void probe() throws IOException {
        try (Connection connection = connect()) {
            String request = "GET /readyz HTTP/1.1\r\nHost: injector\r\nConnection: close\r\n\r\n";
            connection.socket().getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(connection.in().readAllBytes(), StandardCharsets.US_ASCII);
            if (!answer.startsWith("HTTP/1.1 200")) {
                throw new IOException("not ready: " + answer);
            }
        }
    }

    /// One after the other.
    record Connection(SSLSocket socket, DataInputStream in) implements AutoCloseable {

        private static final Pattern LENGTH = Pattern.compile("content-length: ([0-9]+)\r\n", Pattern.CASE_INSENSITIVE);

        /// Sends a review, and reads the answer.
        ///
        /// @throws IOException there is no patch in it
        void review() throws IOException {
            socket.getOutputStream().write(REVIEW);
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            Matcher length = LENGTH.matcher(head);
            byte[] body = new byte[length.find() ? Integer.parseInt(length.group(1)) : 0];
            in.readFully(body);
            String text = new String(body, StandardCharsets.UTF_8);
            if (!text.contains("\"patch\"")) {
                throw new IOException("no patch: " + head + text);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
