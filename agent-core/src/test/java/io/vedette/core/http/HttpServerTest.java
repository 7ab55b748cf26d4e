package io.vedette.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HttpServerTest {

    private static final List<Page> PAGES = List.of(new Page("/one", () -> new Page.Reply(200, "text/plain", "1\n")));

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @TempDir
    Path directory = Path.of("");

    private HttpServer start(String address) throws InterruptedException {
        HttpServer server = HttpServer.start(ListenAddress.parse("--http-listen", address), PAGES, said::add);
        while (server.port() == 0) {
            Thread.sleep(5);
        }
        return server;
    }

    private static String ask(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String get(int port, String path) throws IOException {
        return ask(port, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    @Test
    void answersItsPagesAndNothingElse() throws Exception {
        try (HttpServer server = start("127.0.0.1:0")) {
            assertThat(get(server.port(), "/one?x=y"))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("\r\n\r\n1\n");
            assertThat(get(server.port(), "/two")).startsWith("HTTP/1.1 404").contains("/one");
            assertThat(ask(server.port(), "POST /one HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 405");
            assertThat(ask(server.port(), "HEAD /one HTTP/1.1\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("1\n");
        }
    }

    @Test
    void takesABodyAsLongAsThePageAllows() throws Exception {
        List<Page> pages = List.of(
                new Page("/one", () -> Page.Reply.plain(200, "1")),
                Page.get("/two", request -> Page.Reply.plain(200, "" + new TreeMap<>(request.query()))),
                Page.post(
                        "/two",
                        5000,
                        request -> new Page.Reply(
                                202,
                                "text/plain",
                                request.body(),
                                List.of(Map.entry("X-Note", "a"), Map.entry("X-Note", "b")))),
                Page.post("/fault", 10, request -> {
                    throw new IllegalStateException("odd");
                }));
        try (HttpServer server = HttpServer.start(ListenAddress.parse("--here", "127.0.0.1:0"), pages, said::add)) {
            int port = server.bound().join();

            assertThat(post(port, "/two", "x".repeat(5000)))
                    .startsWith("HTTP/1.1 202")
                    .containsIgnoringCase("x-note: a\r\nx-note: b\r\n")
                    .endsWith("\r\n\r\n" + "x".repeat(5000));
            assertThat(post(port, "/two", "x".repeat(5001))).startsWith("HTTP/1.1 413");
            assertThat(post(port, "/two", "x".repeat(100_000))).startsWith("HTTP/1.1 413");
            assertThat(post(port, "/fault", "x".repeat(11))).startsWith("HTTP/1.1 413");
            assertThat(post(port, "/fault", "")).startsWith("HTTP/1.1 500").contains("odd");
            assertThat(post(port, "/one", "")).startsWith("HTTP/1.1 405").contains("[GET]");
            assertThat(get(port, "/two?b=%20x&a=1&a=2")).endsWith("{a=1, b= x}\n");
            assertThat(get(port, "/two?a=%zz")).endsWith("{}\n");
        }
    }

    private static String post(int port, String path, String body) throws IOException {
        return ask(
                port,
                "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body);
    }

    @Test
    void whatIsTooLargeOrNoRequestEndsTheConnection() throws Exception {
        try (HttpServer server = start("127.0.0.1:0")) {
            assertThat(get(server.port(), "/" + "x".repeat(5000))).startsWith("HTTP/1.1 400");
            assertThat(ask(server.port(), "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
            assertThat(get(server.port(), "/one")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void moreConnectionsThanThereIsRoomForAreClosedAtOnce() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try (HttpServer server = start("127.0.0.1:0")) {
            for (int i = 0; i < 16; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                socket.getOutputStream().write("GET /one HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
                idle.add(socket);
            }
            try (Socket surplus = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                assertThat(surplus.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void aPortThatIsTakenIsSaidOnceAndTakenLater() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            try (HttpServer server =
                    HttpServer.start(ListenAddress.parse("--http-listen", "127.0.0.1:" + port), PAGES, said::add)) {
                assertThat(said.take()).startsWith(HttpServer.TROUBLE + " on 127.0.0.1:" + port);
                release(taken);

                assertThat(said.take()).isEmpty();
                assertThat(server.port()).isEqualTo(port);
                assertThat(get(port, "/one")).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void answersOnAUnixSocketInPlaceOfAnOldOneButNotOfAFile() throws Exception {
        Path path = directory.resolve("http.sock");
        try (var old = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            old.bind(UnixDomainSocketAddress.of(path));
        }
        try (HttpServer server =
                HttpServer.start(ListenAddress.parse("--http-listen", "unix:" + path), PAGES, said::add)) {
            assertThat(said.poll()).isNull();
            assertThat(askUnix(path)).startsWith("HTTP/1.1 200");
            assertThat(server.port()).isZero();
        }
        assertThat(path).doesNotExist();

        Files.writeString(path, "precious");
        try (HttpServer server =
                HttpServer.start(ListenAddress.parse("--http-listen", "unix:" + path), PAGES, said::add)) {
            assertThat(said.take()).contains("is no socket");
            assertThat(server.port()).isZero();
        }
        assertThat(path).hasContent("precious");
    }

    private static void release(ServerSocket socket) throws IOException {
        socket.close();
    }

    private static String askUnix(Path path) throws Exception {
        while (true) {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                channel.write(StandardCharsets.US_ASCII.encode("GET /one HTTP/1.1\r\nConnection: close\r\n\r\n"));
                ByteBuffer answer = ByteBuffer.allocate(1000);
                while (channel.read(answer) >= 0) {
                    Thread.onSpinWait();
                }
                return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
            } catch (IOException notYet) {
                Thread.sleep(5);
            }
        }
    }
}
