package io.vedette.transport.stream;

import io.grpc.CompressorRegistry;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.ProxiedSocketAddress;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vedette.transport.compress.Encoding;
import io.vedette.transport.compress.MessageCompressor;
import io.vedette.transport.tls.ClientTls;
import io.vedette.transport.tls.TlsException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/// Makes connections, all on one event-loop thread (`vedette-net`). A channel is made for each attempt, so
/// that names are looked up anew and nothing of gRPC's own retrying gets in between. Where a name has several
/// addresses they are tried in random order. The sender's thread calls it.
final class Connector implements AutoCloseable {

    /// Acknowledgements are small; anything else is not from an endpoint of ours.
    private static final int MAX_ACK_BYTES = 4096;

    private static final int FLOW_CONTROL_BYTES = 64 << 10;
    private static final Duration MAX_PING_TIMEOUT = Duration.ofSeconds(20);

    private static final Map<String, ?> RANDOM_ADDRESS =
            Map.of("loadBalancingConfig", List.of(Map.of("pick_first", Map.of("shuffleAddressList", Boolean.TRUE))));

    private final PublisherConfig config;
    private final NetworkStack stack;
    private final NanoClock clock;
    private final ConnectListener connects;
    private final ClientTls tls;
    private final EventLoopGroup eventLoop;

    /// @param connects told of each connection that is begun
    Connector(PublisherConfig config, NetworkStack stack, NanoClock clock, ConnectListener connects) {
        QuietNetwork.configure();
        this.config = config;
        this.stack = stack;
        this.clock = clock;
        this.connects = connects;
        this.tls = new ClientTls(config.tls().files(), stack.engine(), Clock.systemUTC());
        IoHandlerFactory io = stack.epoll() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.eventLoop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("vedette-net", true), io);
    }

    boolean hasCertificate() {
        return tls.hasCertificate();
    }

    /// Looks at the TLS files again.
    ///
    /// @return whether they are others, so that a connection should be renewed
    /// @throws TlsException the new ones can't be used
    boolean refresh() throws TlsException {
        return tls.refresh();
    }

    /// A stream that is not connected yet.
    ///
    /// @param warn told of new TLS files that can't be used, when there are older ones that can
    /// @throws TlsException there are no TLS files that can be used
    PublishStream open(Endpoint endpoint, Encoding encoding, Consumer<String> warn, Runnable wakeUp)
            throws TlsException {
        SslContext security = endpoint.tls() ? security(warn) : null;
        HttpProxy proxy = config.proxies().forEndpoint(endpoint).orElse(null);
        Timeouts timeouts = config.timeouts();
        Duration pingTimeout =
                timeouts.keepalive().compareTo(MAX_PING_TIMEOUT) < 0 ? timeouts.keepalive() : MAX_PING_TIMEOUT;
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(target(endpoint))
                .eventLoopGroup(eventLoop)
                .channelFactory(this::socket)
                .directExecutor()
                .disableRetry()
                .disableServiceConfigLookUp()
                .defaultServiceConfig(RANDOM_ADDRESS)
                .proxyDetector(target -> proxy == null ? null : tunnel(proxy, target))
                .maxInboundMessageSize(MAX_ACK_BYTES)
                .flowControlWindow(FLOW_CONTROL_BYTES)
                .keepAliveTime(timeouts.keepalive().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(pingTimeout.toNanos(), TimeUnit.NANOSECONDS)
                .withOption(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(Math.max(1, timeouts.connect().toMillis() / 2)));
        if (security == null) {
            builder.usePlaintext();
        } else {
            builder.sslContext(security);
            if (config.tls().serverName() != null) {
                builder.overrideAuthority(config.tls().serverName());
            }
        }
        MessageCompressor compressor = encoding == Encoding.NONE ? null : MessageCompressor.of(encoding);
        if (compressor != null) {
            CompressorRegistry registry = CompressorRegistry.newEmptyInstance();
            registry.register(compressor);
            builder.compressorRegistry(registry);
        }
        return new PublishStream(
                new Route(endpoint, proxy),
                builder.build(),
                compressor,
                config.window().batches(),
                clock,
                wakeUp);
    }

    /// The brackets of an IPv6 address may not stand in the path of a URL.
    private static String target(Endpoint endpoint) {
        return "dns:///" + endpoint.authority().replace("[", "%5B").replace("]", "%5D");
    }

    private Channel socket() {
        return ConnectTelling.in(stack.epoll() ? new EpollSocketChannel() : new NioSocketChannel(), connects);
    }

    private SslContext security(Consumer<String> warn) throws TlsException {
        try {
            tls.refresh();
        } catch (TlsException unusable) {
            if (tls.context() == null) {
                throw unusable;
            }
            warn.accept(unusable.getMessage() + "; the files from before are used");
        }
        SslContext usable = tls.context();
        if (usable == null) {
            throw new IllegalStateException("no TLS context after a refresh");
        }
        return usable;
    }

    /// Called by gRPC on a thread that may wait for a name.
    private static @Nullable ProxiedSocketAddress tunnel(HttpProxy proxy, SocketAddress target)
            throws ProxyFailure.Unresolved {
        if (!(target instanceof InetSocketAddress address)) {
            return null;
        }
        InetSocketAddress to = new InetSocketAddress(proxy.host(), proxy.port());
        if (to.isUnresolved()) {
            throw new ProxyFailure.Unresolved(proxy);
        }
        return HttpConnectProxiedSocketAddress.newBuilder()
                .setTargetAddress(address)
                .setProxyAddress(to)
                .setUsername(proxy.user())
                .setPassword(proxy.password())
                .build();
    }

    @Override
    public void close() {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
