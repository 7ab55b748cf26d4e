package io.vedette.transport.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A proxy that knows CONNECT and basic authentication, and connects to one port of this machine whatever name it is
/// asked for: names are the proxy's to resolve.
final class ConnectProxy implements AutoCloseable {

    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final @Nullable String credentials;
    private final int status;

    /// @param credentials `user:password` that it demands; null for none
    /// @param status of its answer, 200 to connect
    ConnectProxy(int target, @Nullable String credentials, int status) throws IOException {
        this.target = target;
        this.credentials = credentials;
        this.status = status;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                // The test is over.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket endpoint = new Socket()) {
            String head = head(client.getInputStream());
            asked.add(head.substring(0, head.indexOf("\r\n")));
            int answer = isAllowed(head) ? status : 407;
            client.getOutputStream()
                    .write(("HTTP/1.1 " + answer + " Said\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            if (answer != 200) {
                return;
            }
            endpoint.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            Thread back = Thread.ofVirtual().start(() -> copy(endpoint, client));
            copy(client, endpoint);
            back.join();
        } catch (IOException | InterruptedException gone) {
            // One side has gone: the other follows.
        }
    }

    private boolean isAllowed(String head) {
        return credentials == null
                || head.toLowerCase(java.util.Locale.ROOT)
                        .contains("proxy-authorization: basic "
                                + Base64.getEncoder()
                                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8))
                                        .toLowerCase(java.util.Locale.ROOT));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
            to.shutdownOutput();
        } catch (IOException gone) {
            // As above.
        }
    }
}
