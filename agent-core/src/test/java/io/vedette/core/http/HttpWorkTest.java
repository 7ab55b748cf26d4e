package io.vedette.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is sent to a server, and what peers can't do to it.
@Timeout(60)
final class HttpWorkTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int BODY = 10_000;

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final AtomicInteger done = new AtomicInteger();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();

    private final Site site = new Site(
            List.of(new Page("/page", () -> new Page.Reply(200, "text/plain", "page\n"))),
            List.of(
                    new Work(
                            "/length",
                            body -> new Page.Reply(200, "text/plain", done.incrementAndGet() + ":" + body.length)),
                    new Work("/fault", body -> {
                        throw new IllegalStateException("a fault");
                    }),
                    new Work("/memory", body -> {
                        throw new OutOfMemoryError("none left");
                    }),
                    new Work("/wait", body -> {
                        started.countDown();
                        awaitRelease();
                        return new Page.Reply(200, "text/plain", "waited");
                    })));

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Bounds bounds(Duration request, Duration answer) {
        return new Bounds(4, BODY, 3 * BODY, 1, LONG, request, answer, Duration.ZERO);
    }

    private HttpServer open(Bounds bounds) throws IOException {
        return HttpServer.open(ListenAddress.parse("--listen", "127.0.0.1:0"), null, site, bounds, said::add);
    }

    private HttpServer open() throws IOException {
        return open(bounds(LONG, LONG));
    }

    private Socket connect(HttpServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        sockets.add(socket);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String ask(HttpServer server, String request) throws IOException {
        Socket socket = connect(server);
        write(socket, request);
        return rest(socket);
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static String post(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n"
                + "x".repeat(length);
    }

    @AfterEach
    void close() throws IOException {
        release.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void doesWhatIsSentAndSaysWhatCanBeSent() throws IOException {
        try (HttpServer server = open()) {
            assertThat(ask(server, post("/length?x=y", BODY)))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("\r\n\r\n1:" + BODY);
            assertThat(ask(server, post("/page", 1)))
                    .startsWith("HTTP/1.1 405")
                    .endsWith("only [GET] is answered here\n");
            assertThat(ask(server, "GET /length HTTP/1.1\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 405")
                    .endsWith("only [POST] is answered here\n");
            assertThat(ask(server, post("/nothing", 1)))
                    .startsWith("HTTP/1.1 404")
                    .contains("/page, /length");
        }
    }

    @Test
    void aBodyInPiecesIsOneAndALargerOneIsRefused() throws IOException {
        try (HttpServer server = open()) {
            String chunked = "POST /length HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
            assertThat(ask(server, chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
                    .endsWith("1:5");
            assertThat(ask(
                            server,
                            "POST /length HTTP/1.1\r\nConnection: close\r\nContent-Length: " + (BODY + 1) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 413");
            assertThat(ask(server, post("/length", 1))).endsWith("2:1");
        }
    }

    @Test
    void aFaultOrMemoryThatIsUsedUpCostsOneRequest() throws Exception {
        try (HttpServer server = open()) {
            assertThat(ask(server, post("/fault", 1))).startsWith("HTTP/1.1 500");
            assertThat(said.take()).contains("/fault could not be answered", "a fault");
            assertThat(ask(server, post("/memory", 1))).startsWith("HTTP/1.1 500");
            assertThat(ask(server, post("/length", 1))).endsWith("1:1");
        }
    }

    @Test
    void requestsOfOneConnectionAreAnsweredInTheirOrder() throws IOException {
        try (HttpServer server = open()) {
            String keep = "POST /length HTTP/1.1\r\nContent-Length: 1\r\n\r\nx";
            assertThat(ask(server, keep + "GET /page HTTP/1.1\r\n\r\n" + keep + post("/length", 7)))
                    .containsSubsequence("1:1", "page", "2:1", "3:7");
        }
    }

    @Test
    void whoSendsTooSlowlyIsNotWaitedFor() throws IOException {
        try (HttpServer server = open(bounds(SHORT, LONG))) {
            Socket silent = connect(server);
            Socket slow = connect(server);
            write(slow, "POST /length HTTP/1.1\r\nContent-Length: 10\r\n\r\n12345");

            assertThat(rest(silent)).startsWith("HTTP/1.1 408");
            assertThat(rest(slow)).startsWith("HTTP/1.1 408").endsWith("the request did not come in time\n");
            assertThat(ask(server, post("/length", 1))).endsWith("1:1");
        }
    }

    @Test
    void whatTakesTooLongIsAnsweredWithoutIt() throws IOException {
        try (HttpServer server = open(bounds(LONG, SHORT))) {
            assertThat(ask(server, post("/wait", 1))).startsWith("HTTP/1.1 503").endsWith("it took too long\n");
            assertThat(ask(server, post("/length", 1))).endsWith("1:1");
        }
    }

    /// Two work, one waits, and there is no room for the fourth; pages are answered all the while.
    @Test
    void whoFindsAllWorkersBusyIsToldSo() throws Exception {
        try (HttpServer server = open()) {
            for (int i = 0; i < 3; i++) {
                write(connect(server), post("/wait", 1));
            }
            String fourth;
            do {
                Socket socket = connect(server);
                write(socket, "GET /page HTTP/1.1\r\nConnection: close\r\n\r\n");
                assertThat(rest(socket)).endsWith("page\n");
                fourth = ask(server, post("/length", 1));
            } while (!fourth.startsWith("HTTP/1.1 503"));

            assertThat(fourth).endsWith("too many requests wait already\n");
        }
    }

    @Test
    void allBodiesTogetherHaveABound() throws Exception {
        try (HttpServer server = open()) {
            String most = "POST /length HTTP/1.1\r\nContent-Length: " + BODY + "\r\n\r\n" + "x".repeat(BODY - 1);
            write(connect(server), most);
            write(connect(server), most);
            write(connect(server), most);
            String fourth;
            do {
                fourth = ask(server, post("/length", BODY - 100));
            } while (!fourth.startsWith("HTTP/1.1 503"));

            assertThat(fourth).endsWith("too much is being sent at the moment\n");
        }
    }

    @Test
    void stopsOnceWhatIsDueIsAnswered() throws Exception {
        HttpServer server = open(new Bounds(4, BODY, 3 * BODY, 1, LONG, LONG, LONG, LONG));
        Socket idle = connect(server);
        write(idle, "GET /page HTTP/1.1\r\n\r\n");
        assertThat(idle.getInputStream().read()).isEqualTo('H');
        Socket busy = connect(server);
        write(busy, "POST /wait HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
        started.await();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
        assertThat(rest(idle)).endsWith("page\n");
        release.countDown();

        assertThat(rest(busy))
                .startsWith("HTTP/1.1 200")
                .contains("connection: close")
                .endsWith("waited");
        closed.get();
    }

    @Test
    void anAddressThatIsTakenIsSaidAtOnce() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ListenAddress address = ListenAddress.parse("--listen", "127.0.0.1:" + taken.getLocalPort());

            assertThatThrownBy(() -> HttpServer.open(address, null, site, bounds(LONG, LONG), said::add))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("can't listen on 127.0.0.1:" + taken.getLocalPort() + ": ");
        }
    }

    /// Whatever bytes come, the next request is answered.
    @Test
    void garbageEndsItsConnectionOnly() throws IOException {
        try (HttpServer server = open()) {
            for (String garbage : List.of("\0\0\0\0\r\n\r\n", "\u0016\u0003\u0001\2\0\1\0\1\r\n\r\n", "POST\r\n\r\n")) {
                Socket socket = connect(server);
                write(socket, garbage);
                socket.shutdownOutput();
                try (InputStream in = socket.getInputStream()) {
                    assertThat(in.readAllBytes()).isNotNull();
                }
            }
            assertThat(ask(server, post("/length", 1))).endsWith("1:1");
        }
    }
}
