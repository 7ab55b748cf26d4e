package io.vedette.core.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vedette.transport.tls.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Answers over HTTP: pages on one thread that nothing else uses, works on workers of its own.
///
/// Bounded in everything that a peer decides: connections, sizes, time. What is due is answered when it stops.
@SuppressWarnings("FutureReturnValueIgnored") // a failed bind comes to its listener, the rest closes a connection
public final class HttpServer implements AutoCloseable {

    /// How each sentence about trouble with an address begins.
    public static final String TROUBLE = "HTTP can't be answered";

    private static final int RETRY_SECONDS = 5;

    private final ListenAddress address;
    private final Consumer<String> trouble;
    private final CompletableFuture<Integer> bound = new CompletableFuture<>();
    private final EventLoopGroup loop;
    private final Workers workers;
    private final Connections connections;
    private volatile @Nullable Channel listening;
    private String said = "";

    private HttpServer(
            ListenAddress address, @Nullable ServerTls tls, Site site, Bounds bounds, Consumer<String> trouble) {
        this.address = address;
        this.trouble = trouble;
        loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("vedette-http", true), NioIoHandler.newFactory());
        workers = new Workers(bounds.waiting(), trouble);
        connections = new Connections(loop, tls, site, bounds, workers);
    }

    /// Pages in plain text. Comes back at once, whether it listens yet or not: an address that is taken is said once
    /// and tried again.
    ///
    /// @param trouble told one sentence when it can't listen, and nothing once it can
    public static HttpServer start(ListenAddress address, List<Page> pages, Consumer<String> trouble) {
        HttpServer server = new HttpServer(address, null, new Site(pages, List.of()), Bounds.of(pages), trouble);
        server.loop.execute(server::listen);
        return server;
    }

    /// Listens when it comes back.
    ///
    /// @param tls null for plain text
    /// @param trouble told one sentence for each fault of a work
    /// @throws IOException saying why the address can't be used
    public static HttpServer open(
            ListenAddress address, @Nullable ServerTls tls, Site site, Bounds bounds, Consumer<String> trouble)
            throws IOException {
        HttpServer server = new HttpServer(address, tls, site, bounds, trouble);
        ChannelFuture bind = server.bind().awaitUninterruptibly();
        if (!bind.isSuccess()) {
            server.close();
            throw new IOException("can't listen on " + address.text() + ": "
                    + bind.cause().getMessage() + "; give another address with " + address.option());
        }
        server.listening = bind.channel();
        server.bound.complete(server.port());
        return server;
    }

    /// The port that it listens on, 0 while it does not, or when there is none.
    public int port() {
        Channel channel = listening;
        return channel != null && channel.localAddress() instanceof java.net.InetSocketAddress bound
                ? bound.getPort()
                : 0;
    }

    /// Comes with the port once it listens, on the server's thread.
    public CompletableFuture<Integer> bound() {
        return bound.copy();
    }

    private ChannelFuture bind() throws IOException {
        removeOldSocket();
        return new ServerBootstrap()
                .group(loop)
                .channel(channelType())
                .childHandler(connections)
                .bind(address.socketAddress());
    }

    private void listen() {
        try {
            bind().addListener((ChannelFuture bind) -> onBound(bind));
        } catch (IOException | RuntimeException unusable) {
            retry(unusable);
        }
    }

    private Class<? extends ServerChannel> channelType() {
        return address instanceof ListenAddress.Unix
                ? NioServerDomainSocketChannel.class
                : NioServerSocketChannel.class;
    }

    /// One that an earlier instance left; nothing but a socket goes.
    private void removeOldSocket() throws IOException {
        if (address instanceof ListenAddress.Unix unix && Files.exists(unix.path(), LinkOption.NOFOLLOW_LINKS)) {
            int mode = (Integer) Files.getAttribute(unix.path(), "unix:mode", LinkOption.NOFOLLOW_LINKS);
            boolean isSocket = (mode & 0170000) == 0140000;
            if (!isSocket) {
                throw new IOException(unix.path() + " exists and is no socket");
            }
            Files.delete(unix.path());
        }
    }

    private void onBound(ChannelFuture bind) {
        if (bind.isSuccess()) {
            listening = bind.channel();
            say("");
            bound.complete(port());
        } else {
            retry(bind.cause());
        }
    }

    private void retry(Throwable why) {
        say(TROUBLE + " on " + address.text() + ": " + why.getMessage()
                + "; it is tried again. Give another address with " + address.option());
        if (!loop.isShuttingDown()) {
            loop.schedule(this::listen, RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void say(String sentence) {
        if (!sentence.equals(said)) {
            said = sentence;
            trouble.accept(sentence);
        }
    }

    @Override
    public void close() {
        Channel channel = listening;
        if (channel != null) {
            channel.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
        connections.stop(loop);
        workers.close();
        loop.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
        if (address instanceof ListenAddress.Unix unix && channel != null) {
            try {
                Files.deleteIfExists(unix.path());
            } catch (IOException left) {
                // The next start takes it away.
                return;
            }
        }
    }
}
