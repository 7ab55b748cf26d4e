package io.vedette.core.chaos;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A gRPC server of its own, which does with batches what a behaviour says. To it they are bytes, so that it may
/// be of another schema.
final class OddEndpoint implements Receiver {

    private static final String SERVICE = "vedette.v1.EventIngest";

    private static final MethodDescriptor<byte[], byte[]> PUBLISH = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Publish"))
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private final Behaviour behaviour;
    private final Server server;
    private final String host;

    private OddEndpoint(String host, Behaviour behaviour, @Nullable SslContext tls) throws IOException {
        this.host = host;
        this.behaviour = behaviour;
        // It can read gzip and what is not compressed, as any gRPC server can.
        server = NettyServerBuilder.forAddress(new InetSocketAddress(host, 0))
                .addService(ServerServiceDefinition.builder(SERVICE)
                        .addMethod(PUBLISH, ServerCalls.asyncBidiStreamingCall(this::stream))
                        .build())
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .sslContext(tls)
                .build()
                .start();
    }

    static OddEndpoint start(Scene scene, Behaviour behaviour) throws IOException {
        return new OddEndpoint(scene.link().hostAddress(), behaviour, null);
    }

    /// @param certificate shown as it is, also when it has expired
    static OddEndpoint startTls(Scene scene, Behaviour behaviour, Path certificate, Path key) throws IOException {
        SslContext tls =
                GrpcSslContexts.forServer(certificate.toFile(), key.toFile()).build();
        return new OddEndpoint(scene.link().hostAddress(), behaviour, tls);
    }

    /// `HOST:PORT`.
    String address() {
        return host + ":" + port();
    }

    int port() {
        return server.getPort();
    }

    <T extends Behaviour> T behaviour(Class<T> type) {
        return type.cast(behaviour);
    }

    @Override
    public TaskLines taken() throws IOException {
        return behaviour.taken();
    }

    private StreamObserver<byte[]> stream(StreamObserver<byte[]> answers) {
        Stream stream = new Stream(answers);
        ((ServerCallStreamObserver<byte[]>) answers).setOnCancelHandler(stream::end);
        return new StreamObserver<>() {
            @Override
            public void onNext(byte[] batch) {
                try {
                    behaviour.onBatch(batch, stream);
                } catch (IOException wrong) {
                    throw new UncheckedIOException(wrong);
                }
            }

            @Override
            public void onError(Throwable broken) {
                stream.end();
            }

            @Override
            public void onCompleted() {
                stream.complete();
            }
        };
    }

    @Override
    public void close() throws IOException {
        server.shutdownNow();
        behaviour.close();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What it does. Batches of one stream come one at a time.
    interface Behaviour extends Receiver {

        void onBatch(byte[] batch, Stream stream) throws IOException;

        @Override
        default void close() {}
    }

    /// The way back to the agent. Any thread may use it.
    static final class Stream {

        private final StreamObserver<byte[]> answers;
        private boolean ended;

        private Stream(StreamObserver<byte[]> answers) {
            this.answers = answers;
        }

        /// Nothing if the stream has ended.
        synchronized void answer(byte[] ack) {
            if (!ended) {
                answers.onNext(ack);
            }
        }

        private synchronized void complete() {
            if (!ended) {
                ended = true;
                answers.onCompleted();
            }
        }

        private synchronized void end() {
            ended = true;
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException broken) {
                throw Status.INTERNAL.withCause(broken).asRuntimeException();
            }
        }
    }
}
