package io.vedette.transport.endpoint;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vedette.transport.stream.QuietNetwork;
import io.vedette.v1.EventIngestGrpc;
import io.vedette.v1.PublishAck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochNanoClock;

/// The reference endpoint: takes the batches of any number of agents, one at a time, and acknowledges each
/// once its sink has it.
///
/// Two threads: `vedette-listen` moves bytes, `vedette-intake` parses, calls the sink and acknowledges. A
/// slow sink slows its agents down through HTTP/2 flow control; nothing piles up here.
public final class IngestServer implements AutoCloseable {

    private static final int FLOW_CONTROL_BYTES = 256 << 10;
    private static final int STOP_SECONDS = 5;

    private final Intake intake;
    private final IngestCall calls;
    private final ExecutorService executor;
    private final EventLoopGroup eventLoop;
    private final Server server;

    private IngestServer(IngestConfig config, BatchSink sink) throws IOException {
        QuietNetwork.configure();
        intake = new Intake(sink, config.maxInstances(), new SystemEpochNanoClock());
        calls = new IngestCall(intake);
        boolean isEpoll = Epoll.isAvailable();
        IoHandlerFactory io = isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> type = isEpoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
                .channelType(type)
                .maxInboundMessageSize(config.maxBatchBytes())
                .flowControlWindow(FLOW_CONTROL_BYTES)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(service());
        if (config.certificate() != null && config.key() != null) {
            builder.sslContext(GrpcSslContexts.forServer(
                            config.certificate().toFile(), config.key().toFile())
                    .build());
        }
        executor = Executors.newSingleThreadExecutor(new DefaultThreadFactory("vedette-intake", true));
        eventLoop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("vedette-listen", true), io);
        server = builder.executor(executor)
                .bossEventLoopGroup(eventLoop)
                .workerEventLoopGroup(eventLoop)
                .build();
    }

    /// Listens.
    ///
    /// @param sink belongs to the server from here on, which closes it
    /// @throws IOException the address or the certificate cannot be used; the sink stays open
    public static IngestServer start(IngestConfig config, BatchSink sink) throws IOException {
        IngestServer endpoint;
        try {
            endpoint = new IngestServer(config, sink);
        } catch (IllegalArgumentException e) {
            throw new IOException("certificate or key cannot be used: " + e.getMessage(), e);
        }
        try {
            endpoint.server.start();
            return endpoint;
        } catch (IOException e) {
            endpoint.release();
            throw e;
        }
    }

    /// The port that is listened on.
    public int port() {
        return server.getPort();
    }

    /// What came in since the start.
    public IngestCounters counters() {
        return intake.counters();
    }

    /// Finishes and acknowledges the batch in hand, ends all streams, closes the sink.
    @Override
    public void close() throws IOException {
        try {
            executor.execute(calls::closeAll);
        } catch (RejectedExecutionException e) {
            return;
        }
        server.shutdown();
        awaitTermination();
        intake.close();
        release();
    }

    /// Breaks off as if the process were killed: what was not acknowledged yet never is.
    void kill() throws IOException {
        server.shutdownNow();
        awaitTermination();
        intake.close();
        release();
    }

    private void awaitTermination() {
        try {
            if (!server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        // What is still queued answers through the event loop, which goes last.
        executor.close();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private ServerServiceDefinition service() {
        var method = EventIngestGrpc.getPublishMethod().toBuilder(
                        new IngestMethod(), ProtoUtils.marshaller(PublishAck.getDefaultInstance()))
                .build();
        return ServerServiceDefinition.builder(EventIngestGrpc.SERVICE_NAME)
                .addMethod(method, calls)
                .build();
    }
}
