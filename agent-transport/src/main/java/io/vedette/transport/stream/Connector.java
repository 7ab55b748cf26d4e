package io.vedette.transport.stream;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// Makes connections, all on one event-loop thread (`vedette-net`). A channel is made for each attempt, so
/// that names are looked up anew and nothing of gRPC's own retrying gets in between.
final class Connector implements AutoCloseable {

    /// Acknowledgements are small; anything else is not from an endpoint of ours.
    private static final int MAX_ACK_BYTES = 4096;

    private static final int FLOW_CONTROL_BYTES = 64 << 10;

    private final PublisherConfig config;
    private final boolean isEpoll = Epoll.isAvailable();
    private final EventLoopGroup eventLoop;

    Connector(PublisherConfig config) {
        QuietNetwork.configure();
        this.config = config;
        IoHandlerFactory io = isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.eventLoop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("vedette-net", true), io);
    }

    /// A channel that is not connected yet.
    ///
    /// @throws SSLException the certificates cannot be used
    ManagedChannel channel(Endpoint endpoint) throws SSLException {
        Class<? extends Channel> type = isEpoll ? EpollSocketChannel.class : NioSocketChannel.class;
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + endpoint.authority())
                .eventLoopGroup(eventLoop)
                .channelType(type)
                .directExecutor()
                .disableRetry()
                .disableServiceConfigLookUp()
                .maxInboundMessageSize(MAX_ACK_BYTES)
                .flowControlWindow(FLOW_CONTROL_BYTES)
                .keepAliveTime(config.keepalive().toNanos(), TimeUnit.NANOSECONDS)
                .withOption(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(config.connectTimeout().toMillis()));
        if (!endpoint.tls()) {
            return builder.usePlaintext().build();
        }
        SslContextBuilder tls = GrpcSslContexts.forClient();
        if (config.caFile() != null) {
            tls.trustManager(config.caFile().toFile());
        }
        return builder.sslContext(tls.build()).build();
    }

    @Override
    public void close() {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
