package io.vedette.core.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Answers a few pages over HTTP, on one thread that nothing else uses.
///
/// Bounded in everything that a peer decides: connections, sizes, time. An address that is taken is said once
/// and tried again; the agent goes on without.
@SuppressWarnings("FutureReturnValueIgnored") // a failed bind comes to its listener, the rest closes a connection
public final class HttpServer implements AutoCloseable {

    /// How each sentence about trouble begins.
    public static final String TROUBLE = "HTTP can't be answered";

    private static final int MAX_CONNECTIONS = 16;
    private static final int MAX_LINE = 1024;
    private static final int MAX_HEADERS = 8 * 1024;
    private static final int LEAST_BODY = 1024;
    private static final int CHUNK = 8 * 1024;
    private static final int IDLE_SECONDS = 30;
    private static final int RETRY_SECONDS = 5;

    private final ListenAddress address;
    private final List<Page> pages;
    private final int maxBody;
    private final Consumer<String> trouble;
    private final CompletableFuture<Integer> bound = new CompletableFuture<>();
    private final EventLoopGroup loop;
    private final ChannelGroup connections;
    private volatile @Nullable Channel listening;
    private String said = "";

    private HttpServer(ListenAddress address, List<Page> pages, Consumer<String> trouble) {
        this.address = address;
        this.pages = List.copyOf(pages);
        this.trouble = trouble;
        maxBody = Math.max(
                LEAST_BODY, pages.stream().mapToInt(Page::bodyBytes).max().orElse(0));
        loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("vedette-http", true), NioIoHandler.newFactory());
        connections = new DefaultChannelGroup(loop.next());
    }

    /// Comes back at once, whether it listens yet or not.
    ///
    /// @param trouble told one sentence when it can't listen, and nothing once it can
    public static HttpServer start(ListenAddress address, List<Page> pages, Consumer<String> trouble) {
        HttpServer server = new HttpServer(address, pages, trouble);
        server.loop.execute(server::listen);
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

    private void listen() {
        try {
            removeOldSocket();
            new ServerBootstrap()
                    .group(loop)
                    .channel(channelType())
                    .childHandler(new Connection())
                    .bind(address.socketAddress())
                    .addListener((ChannelFuture bind) -> onBound(bind));
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

    /// What is added to each connection.
    private final class Connection extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            if (connections.size() >= MAX_CONNECTIONS) {
                channel.close();
                return;
            }
            connections.add(channel);
            channel.pipeline()
                    .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
                    .addLast(new WriteTimeoutHandler(IDLE_SECONDS))
                    .addLast(new HttpServerCodec(MAX_LINE, MAX_HEADERS, CHUNK))
                    .addLast(new HttpObjectAggregator(maxBody, true))
                    .addLast(new Answer(pages));
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
        if (address instanceof ListenAddress.Unix unix && listening != null) {
            try {
                Files.deleteIfExists(unix.path());
            } catch (IOException left) {
                // The next start takes it away.
                return;
            }
        }
    }
}
