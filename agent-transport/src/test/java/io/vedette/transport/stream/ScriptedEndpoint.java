package io.vedette.transport.stream;

import io.grpc.DecompressorRegistry;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventIngestGrpc.EventIngestImplBase;
import io.vedette.v1.PublishAck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An endpoint that does what a test says with each batch.
final class ScriptedEndpoint implements AutoCloseable {

    /// What to do with a batch.
    interface Script {
        void onBatch(EventBatch batch, StreamObserver<PublishAck> acks);
    }

    final List<Long> received = new ArrayList<>();
    private final Server server;
    private final Metadata answer = new Metadata();
    private volatile Script script;

    ScriptedEndpoint(int port, Script script) throws IOException {
        this(port, DecompressorRegistry.getDefaultInstance(), script);
    }

    ScriptedEndpoint(int port, DecompressorRegistry known, Script script) throws IOException {
        this.script = script;
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(new Service())
                .intercept(MetadataUtils.newAttachMetadataServerInterceptor(answer))
                .decompressorRegistry(known)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .build()
                .start();
    }

    static PublishAck ackOf(EventBatch batch) {
        return PublishAck.newBuilder()
                .setInstanceId(batch.getInstanceId())
                .setSequence(batch.getSequence())
                .build();
    }

    void script(Script next) {
        script = next;
    }

    /// Answers streams with a header more. To be called before there are any.
    void answer(Metadata.Key<String> name, String value) {
        answer.put(name, value);
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getPort(), false);
    }

    int receivedCount() {
        synchronized (received) {
            return received.size();
        }
    }

    List<Long> receivedSequences() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Service extends EventIngestImplBase {

        @Override
        public StreamObserver<EventBatch> publish(StreamObserver<PublishAck> acks) {
            return new StreamObserver<>() {
                @Override
                public void onNext(EventBatch batch) {
                    synchronized (received) {
                        received.add(batch.getSequence());
                    }
                    script.onBatch(batch, acks);
                }

                @Override
                public void onError(Throwable broken) {}

                @Override
                public void onCompleted() {
                    acks.onCompleted();
                }
            };
        }
    }

    static Script reject(Status status) {
        return (batch, acks) -> acks.onError(status.asRuntimeException());
    }
}
