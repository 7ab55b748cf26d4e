package io.vedette.transport.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.vedette.transport.TestBatches;
import io.vedette.transport.compress.Encoding;
import io.vedette.transport.compress.MessageCompressor;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventIngestGrpc;
import io.vedette.v1.PublishAck;
import io.vedette.v1.Rejection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The endpoint's limit is for what a message becomes, not for what it is on the wire.
final class InflatedSizeTest {

    @ParameterizedTest
    @EnumSource(names = {"ZSTD", "GZIP"})
    void aSmallMessageThatInflatesBeyondTheLimitIsRefused(Encoding encoding) throws Exception {
        CompletableFuture<PublishAck> end = new CompletableFuture<>();
        try (MessageCompressor compressor = MessageCompressor.of(encoding);
                IngestServer server = IngestServer.start(IngestConfig.plaintext("127.0.0.1", 0), new NoBatch())) {
            CompressorRegistry registry = CompressorRegistry.newEmptyInstance();
            registry.register(compressor);
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                    .usePlaintext()
                    .compressorRegistry(registry)
                    .build();
            StreamObserver<EventBatch> batches = EventIngestGrpc.newStub(channel)
                    .withCompression(encoding.wireName())
                    .publish(new StreamObserver<>() {
                        @Override
                        public void onNext(PublishAck ack) {
                            end.complete(ack);
                        }

                        @Override
                        public void onError(Throwable fault) {
                            end.completeExceptionally(fault);
                        }

                        @Override
                        public void onCompleted() {
                            end.complete(PublishAck.getDefaultInstance());
                        }
                    });
            batches.onNext(TestBatches.batch(1, 1, 64 << 20));

            PublishAck ack = end.get(20, TimeUnit.SECONDS);
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);

            assertThat(ack.getSequence()).isEqualTo(1);
            assertThat(ack.getRejection().getReason()).isEqualTo(Rejection.Reason.REASON_TOO_LARGE);
            assertThat(compressor.outBytes()).isLessThan(1 << 20);
            assertThat(server.counters().batches()).isZero();
        }
    }

    private static final class NoBatch implements BatchSink {
        @Override
        public void accept(EventBatch batch, long receivedEpochNs) {
            throw new AssertionError("too large: " + batch.getSerializedSize());
        }

        @Override
        public void close() {}
    }
}
