package io.vedette.transport.endpoint;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vedette.transport.compress.ZstdDecompressor;
import io.vedette.transport.stream.NetworkStack;
import io.vedette.transport.stream.QuietNetwork;
import io.vedette.transport.tls.ServerTls;
import io.vedette.v1.EventIngestGrpc;
import io.vedette.v1.PublishAck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.SystemEpochNanoClock;

/// The reference endpoint: takes the batches of any number of agents, one at a time, and acknowledges them
/// once they are durable, those at hand together.
///
/// Two threads: `vedette-listen` moves bytes, `vedette-intake` parses, calls the sink and acknowledges. A
/// slow sink slows its agents down through HTTP/2 flow control; nothing piles up here.
public final class IngestServer implements AutoCloseable {

    private static final int FLOW_CONTROL_BYTES = 256 << 10;
    private static final int STOP_SECONDS = 5;
    private static final int MAX_STREAMS = 1024;
    private static final int STREAMS_PER_CONNECTION = 4;

    /// A connection without a stream, one that is silent, one that does not answer: each is cut in time.
    private static final int IDLE_SECONDS = 60;

    private static final int KEEPALIVE_SECONDS = 30;
    private static final int ANSWER_SECONDS = 10;

    private final Intake intake;
    private final IngestCall calls;
    private final ExecutorService executor;
    private final EventLoopGroup eventLoop;
    private final Server server;

    private IngestServer(IngestConfig config, BatchSink sink, Consumer<String> log) throws IOException {
        QuietNetwork.configure();
        intake = new Intake(sink, config.maxInstances(), new SystemEpochNanoClock(), log);
        executor = Executors.newSingleThreadExecutor(new DefaultThreadFactory("vedette-intake", true));
        IngestMethod batches = new IngestMethod(config.maxBatchBytes());
        calls = new IngestCall(intake, batches, executor, MAX_STREAMS);
        NetworkStack stack = NetworkStack.ofThisMachine(config.tls() != null);
        boolean isEpoll = stack.epoll();
        IoHandlerFactory io = isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> type = isEpoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
                .channelType(type)
                .maxInboundMessageSize(IngestMethod.READ_PAST * config.maxBatchBytes())
                .maxConcurrentCallsPerConnection(STREAMS_PER_CONNECTION)
                .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .handshakeTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .decompressorRegistry(ZstdDecompressor.registry())
                .flowControlWindow(FLOW_CONTROL_BYTES)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(service(batches));
        if (config.tls() != null) {
            builder.sslContext(new ServerTls(config.tls(), stack.engine(), Clock.systemUTC(), log));
        }
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
        return start(config, sink, sentence -> {});
    }

    /// @param log takes a sentence when batches are refused or can't be kept, or new TLS files can't be used
    public static IngestServer start(IngestConfig config, BatchSink sink, Consumer<String> log) throws IOException {
        IngestServer endpoint = new IngestServer(config, sink, log);
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

    private ServerServiceDefinition service(IngestMethod batches) {
        var method = EventIngestGrpc.getPublishMethod().toBuilder(
                        batches, ProtoUtils.marshaller(PublishAck.getDefaultInstance()))
                .build();
        return ServerServiceDefinition.builder(EventIngestGrpc.SERVICE_NAME)
                .addMethod(method, calls)
                .build();
    }
}
